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
