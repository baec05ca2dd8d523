import type { Evaluation } from './rule.ts';
import { runCheck } from './run.ts';
import { judged, seen } from './spec-verdict.ts';

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
  it.each([
    [[yes, yes, no, no], 0.5, 'pass'],
    [[yes, no, no, no], 0.5, 'fail'],
    [[yes, no, no, no], 0.25, 'pass'],
    [[no], 0, 'pass'],
    [[yes, no, broken], 0.5, 'error'],
    [[yes, no, broken], 0.3, 'pass'],
    [[yes, no, open], 0.7, 'fail'],
    [[yes, no, open], 0.5, 'not_applicable'],
  ])('share_of of %j, at least %d: %s', async (rules, at_least, expected) =>
    expect(await verdict({ rule: 'share_of', rules: rules.map((of) => ({ of })), at_least })).toBe(expected),
  );
  it('share_of counts rules by their weights', async () => {
    const rules = [{ of: yes, weight: 3 }, { of: no }];
    expect(await verdict({ rule: 'share_of', rules, at_least: 0.75 })).toBe('pass');
    expect(await verdict({ rule: 'share_of', rules: [{ of: yes, weight: 0 }], at_least: 0.1 })).toBe('fail');
  });
  it('by_input is the first rule that names the input', async () => {
    const rule = {
      rule: 'by_input',
      cases: [
        { inputs: ['one', 'two'], of: yes },
        { inputs: ['two', 'three'], of: no },
      ],
    };
    const of = (input_id?: string) => runCheck(rule, { ...seen('a'), ...(input_id && { input_id }) }).verdict;
    expect(['one', 'two', 'three', 'four', undefined].map(of)).toEqual([
      'pass',
      'pass',
      'fail',
      'not_applicable',
      'not_applicable',
    ]);
  });
  it('by_input may hold many rules, since one is run, but each no more than another check', async () => {
    const many = (of: object) => ({
      rule: 'by_input',
      cases: Array.from({ length: 1_000 }, (_, at) => ({ inputs: [`i${at}`], of })),
    });
    expect(await verdict(many(yes))).toBe('not_applicable');
    const wide = { rule: 'all_of', rules: Array(40).fill({ rule: 'any_of', rules: [yes, yes, yes] }) };
    expect(await judged({ rule: 'by_input', cases: [{ inputs: ['a'], of: wide }] }, 'a')).toMatchObject({
      evidence: expect.stringMatching('100 rules'),
    });
  });

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
