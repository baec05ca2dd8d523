/** Code of a user, a model or ours: a JavaScript arrow function, and what it is called with. JSON in, JSON out. */
export interface Program {
  readonly code: string;
  readonly arguments: readonly unknown[];
}

/**
 * Why a program has no value: it took too long or too much, is no JavaScript, threw, or answered with what is no JSON.
 * `killed`: it could not be interrupted, or took its process down with it.
 */
export type Failure = 'timeout' | 'memory' | 'stack' | 'syntax' | 'threw' | 'not_json' | 'killed';
export interface Failed {
  readonly error: Failure;
  readonly message: string;
}

/** What came of a program. One that failed says neither yes nor no: it did not run. */
export type Result = { readonly value: unknown } | Failed;

/** A program and what came of it as they cross to the process and back: JSON stays text on the way. */
export interface Sent {
  readonly code: string;
  readonly json: string;
}
export type Answer = { readonly json: string } | Failed;
