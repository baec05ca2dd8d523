/** Something on this machine is in the way: one line that says what to do about it. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
