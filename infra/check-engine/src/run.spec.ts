import { namesOf } from './read-rule.ts';
import type { Context, Program, Result } from './rule.ts';
import { runChecks } from './run.ts';

const context: Context = { output: '[1]', parsed: [1], items: [1], input: 'in', gold: [2] };
const lambda = { rule: 'lambda', code: '(output) => output.length > 2' };
const answering =
  (...results: Result[]) =>
  (programs: readonly Program[]) => {
    expect(programs).toHaveLength(results.length);
    return Promise.resolve(results);
  };

describe('Checks with programs', () => {
  it('are given the output, its items, the input and the gold', async () => {
    const seen: Program[] = [];
    await runChecks([lambda], context, async (programs) => {
      seen.push(...programs);
      return [{ value: true }];
    });
    expect(seen).toEqual([{ code: lambda.code, arguments: ['[1]', { items: [1], input: 'in', gold: [2] }] }]);
  });
  it.each<[Result, string, string]>([
    [{ value: true }, 'pass', ''],
    [{ value: false }, 'fail', 'Found no; expected the function to say yes.'],
    [{ value: { pass: false, evidence: 'odd' } }, 'fail', 'Found odd; expected the function to say yes.'],
    [{ value: 'yes' }, 'error', 'did not run: the function answered neither yes nor no'],
    [{ error: 'timeout', message: 'after 25 ms' }, 'error', 'did not run: timeout: after 25 ms'],
  ])('turn %j into %s', async (result, verdict, evidence) =>
    expect(await runChecks([lambda], context, answering(result))).toMatchObject([{ verdict, evidence }]),
  );
  it('are one batch, also of rules that others join, and each gets its own result', async () => {
    const joined = { rule: 'all_of', rules: [lambda, { rule: 'valid_json' }, lambda] };
    const checks = [{ rule: 'only_json' }, joined, lambda];
    const results = await runChecks(checks, context, answering({ value: true }, { value: false }, { value: true }));
    expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'pass']);
  });
  it('do not run without a sandbox, or when it fails', async () => {
    const without = { verdict: 'error', evidence: 'did not run: unavailable: no sandbox' };
    expect(await runChecks([lambda], context)).toEqual([without]);
    expect(await runChecks([lambda, { rule: 'valid_json' }], context)).toEqual([
      without,
      { verdict: 'pass', evidence: '' },
    ]);
    const failing = await runChecks([lambda], context, () => Promise.reject(new Error('gone')));
    expect(failing).toEqual([{ verdict: 'error', evidence: 'did not run: unavailable: gone' }]);
    const short = await runChecks([lambda], context, () => Promise.resolve([]));
    expect(short).toMatchObject([{ verdict: 'error' }]);
  });
  it('can be told by the names of all their rules', () => {
    expect(namesOf({ rule: 'all_of', rules: [lambda, { rule: 'valid_json' }] })).toEqual([
      'all_of',
      'lambda',
      'valid_json',
    ]);
    expect(namesOf({ rule: 'none' })).toEqual([]);
  });
});
