import { ApiProblem, Unanswered } from './api.ts';
import { EXIT } from './evaluation/outcome.ts';

const BUGS = [TypeError, ReferenceError, RangeError, SyntaxError];

/** What a command that was thrown out of says and how it ends: one line for people, the stack for `TASKBENCH_DEBUG`. */
export function failureOf(error: unknown, env: NodeJS.ProcessEnv = process.env): { line: string; code: number } {
  const message = error instanceof Error ? error.message : String(error);
  if (env['TASKBENCH_DEBUG']) return { line: error instanceof Error ? error.stack! : message, code: codeOf(error) };
  return {
    line: unexpected(error) ? `Unexpected: ${message.split('\n')[0]}. TASKBENCH_DEBUG=1 shows where.` : message,
    code: codeOf(error),
  };
}

const unexpected = (error: unknown): boolean =>
  !(error instanceof Error) || (!(error instanceof ApiProblem) && BUGS.some((bug) => error instanceof bug));

const codeOf = (error: unknown): number =>
  unexpected(error) || error instanceof Unanswered ? EXIT.failed : EXIT.badInput;
