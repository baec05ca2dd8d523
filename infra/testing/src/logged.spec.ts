import { lint } from './lint.ts';

const verdict = (call: string) =>
  lint(
    'infra/messaging/src/x.ts',
    `import type { Logger } from '@taskbench/telemetry';
export function x(logger: Logger, runtime: { logger: Logger }, level: 'warn', error: Error, n: number) {
  ${call}
}\n`,
  );

describe('The rule that a log line takes an error whole', () => {
  it.each([
    ["logger.warn({ error: String(error) }, 'x');", 'its words'],
    ["logger.warn({ reason: error.message }, 'x');", 'its message'],
    [
      "runtime.logger.error({ error: error instanceof Error ? error.stack : null }, 'x');",
      'its stack, after a question',
    ],
    ["logger[level]({ error: error.toString() }, 'x');", 'its words, at a level that varies'],
    ['logger.warn(`It failed: ${error}`);', 'it, within a sentence'],
    ["logger.warn({ err: error, ...{ why: [error.message] } }, 'x');", 'its message, deep down'],
    ['logger.child({ why: error.message });', 'its message, for every later line'],
    ['console.error(error.message);', 'its message, by the console'],
  ])('refuses %s: %s', (call) => expect(verdict(call)).toContain('no-restricted-syntax'));

  it('allows the error itself, and figures', () =>
    expect(verdict("logger.warn({ err: error, n }, `${n} failed.`);\n  runtime.logger[level]({ n }, 'x');")).toBe(''));
});
