import { OwnError } from '@taskbench/contracts';
import { Rejection } from '@taskbench/kernel';

/** What may be told of an error: to the log, and to who looks at an event that was set aside. */
export interface Outline {
  readonly type: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack?: string;
  readonly cause?: Outline;
}

const DEEPEST_CAUSE = 3;

// What the engine says of our code and never of a value.
const OF_CODE =
  /^(Cannot (read|set) properties of (undefined|null)|[\w$.[\]()]+ is not (a function|defined|iterable|a constructor)$)/;

/**
 * An error without a word of what users or models wrote. Parsers, Postgres, Node and providers quote what they were
 * given, so a message is kept only of errors in our own words; of others the kind, and of a stack its places.
 */
export function outline(error: unknown, depth = 0): Outline {
  if (!isError(error)) return { type: typeof error };
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const own = error instanceof OwnError || error instanceof Rejection || OF_CODE.test(message);
  return {
    type: name,
    ...(code !== null && { code }),
    ...(own && { message }),
    stack: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(cause !== undefined && depth < DEEPEST_CAUSE && { cause: outline(cause, depth + 1) }),
  };
}

/** Errors of another realm (a worker, a sandbox) are no instances of this one's. */
export const isError = (value: unknown): value is Error =>
  value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';
