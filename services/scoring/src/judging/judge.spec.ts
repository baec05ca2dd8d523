import { openSandbox, type Sandbox } from '@taskbench/sandbox';
import { judgeIn } from './judge.ts';

const subject = { output: 'abc', parsed: undefined, items: [], input: 'in', gold: 'abc' };
const lambda = { rule: 'lambda', code: '(output, { gold }) => output === gold' };
const hanging = { rule: 'lambda', code: '() => { for (;;); }' };
const contains = { rule: 'contains', text: 'b' };

describe('The judge', () => {
  const sandbox = openSandbox();
  afterAll(() => sandbox.close());

  it('runs code in the sandbox, beside rules that only judge', async () => {
    const evaluations = await judgeIn(sandbox, true)([contains, lambda, hanging, lambda], subject);
    expect(evaluations.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'error', 'pass']);
    expect(evaluations[2]!.evidence).toContain('timeout');
  });

  it("runs an output's regular expression on the texts of its gold, look-around and all", async () => {
    const rule = {
      rule: 'regex_matches',
      path: '$.pattern',
      positives: { gold: '$.matches[*]' },
      negatives: { gold: '$.rejects[*]' },
    };
    const gold = { matches: ['00:00', '23:59'], rejects: ['24:00', '7:30'] };
    const verdictOf = async (pattern: string, right: unknown = gold) => {
      const parsed = { pattern };
      const shown = { output: JSON.stringify(parsed), parsed, items: [parsed], input: 'in', gold: right };
      // No leave for code: the expression is data of a program of ours.
      return (await judgeIn(sandbox, false)([rule], shown))[0]!;
    };
    expect(await verdictOf('^(?!24)[0-2][0-9]:[0-5][0-9]$')).toMatchObject({ verdict: 'pass' });
    expect(await verdictOf('^[0-2][0-9]:[0-5][0-9]$')).toMatchObject({
      verdict: 'fail',
      evidence: expect.stringContaining('24:00'),
    });
    expect(await verdictOf('^(([0-9:]+)+)+x$', { matches: [], rejects: ['1'.repeat(60)] })).toMatchObject({
      verdict: 'error',
      evidence: expect.stringContaining('timeout'),
    });
    expect(await verdictOf('a', { matches: [] })).toMatchObject({ verdict: 'not_applicable' });
  });

  it('gives no verdict by code where code is not allowed, and runs none', async () => {
    const never: Sandbox = { run: () => Promise.reject(new Error('ran')), close: () => Promise.resolve() };
    const joined = { rule: 'all_of', rules: [contains, lambda] };
    const evaluations = await judgeIn(never, false)([lambda, contains, joined], subject);
    expect(evaluations.map(({ verdict }) => verdict)).toEqual(['error', 'pass', 'error']);
    expect(evaluations[0]!.evidence).toBe('did not run: code is not allowed here');
  });

  it('gives no verdict at all while the sandbox is away, so that the output is scored again', async () => {
    const closed = openSandbox();
    await closed.close();
    await expect(judgeIn(closed, true)([contains, lambda], subject)).rejects.toThrow('closed');
  });
});
