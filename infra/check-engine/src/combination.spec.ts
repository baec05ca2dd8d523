import type { Evaluation } from './rule.ts';
import { judged } from './spec-verdict.ts';

const yes = { rule: 'contains', text: 'a' };
const no = { rule: 'contains', text: 'zzz' };
const open = { rule: 'arithmetic' };
const broken = { rule: 'judge', criterion: 'It is good.' };
const verdict = async (rule: unknown): Promise<Evaluation['verdict']> => (await judged(rule, 'a')).verdict;

describe('A rule that joins rules', () => {
  it.each([
    [[yes, yes], 'pass', 'pass'],
    [[yes, no], 'fail', 'pass'],
    [[no, no], 'fail', 'fail'],
    [[yes, open], 'pass', 'pass'],
    [[no, open], 'fail', 'fail'],
    [[open, open], 'not_applicable', 'not_applicable'],
    [[yes, broken], 'error', 'pass'],
    [[no, broken], 'fail', 'error'],
    [[open, broken], 'error', 'error'],
  ])('of %j: all_of %s, any_of %s', async (rules, all, any) => {
    expect(await verdict({ rule: 'all_of', rules })).toBe(all);
    expect(await verdict({ rule: 'any_of', rules })).toBe(any);
  });
  it.each([
    [yes, 'fail'],
    [no, 'pass'],
    [open, 'not_applicable'],
    [broken, 'error'],
  ])('not of %j: %s', async (of, expected) => expect(await verdict({ rule: 'not', of })).toBe(expected));
  it.each([
    [{ if: yes, then: no }, 'fail'],
    [{ if: yes, then: yes }, 'pass'],
    [{ if: no, then: no }, 'not_applicable'],
    [{ if: no, then: yes, else: no }, 'fail'],
    [{ if: open, then: no }, 'not_applicable'],
    [{ if: broken, then: yes }, 'error'],
  ])('when %j: %s', async (parts, expected) => expect(await verdict({ rule: 'when', ...parts })).toBe(expected));

  it('keeps the evidence of the rule that decides', async () =>
    expect(await judged({ rule: 'all_of', rules: [yes, { rule: 'no_commas' }] }, 'a, b')).toMatchObject({
      evidence: 'Found a comma; expected none.',
      span: { start: 1, end: 2 },
    }));
  it('reads the parameters of its rules, and says whose are wrong', async () => {
    const wrong = { rule: 'all_of', rules: [{ rule: 'word_count', least: 1 }] };
    expect(await judged(wrong, 'a')).toMatchObject({ verdict: 'error', evidence: expect.stringMatching('least') });
    expect(await verdict({ rule: 'not', of: { rule: 'nothing' } })).toBe('error');
  });
  it('is refused when it is nested too deep or holds too many rules', async () => {
    const nested = [1, 2, 3, 4, 5].reduce<object>((of) => ({ rule: 'not', of }), yes);
    expect(await judged(nested, 'a')).toMatchObject({ evidence: expect.stringMatching('5 deep') });
    const wide = { rule: 'all_of', rules: Array(40).fill({ rule: 'any_of', rules: [yes, yes, yes] }) };
    expect(await judged(wide, 'a')).toMatchObject({ evidence: expect.stringMatching('100 rules') });
  });
});
