/** A refusal by the rules: a stable kebab-case code for programs, a sentence for people. HTTP 409. */
export class Rejection extends Error {
  override readonly name = 'Rejection';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
