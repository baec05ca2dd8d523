import vm from 'node:vm';
import type { Program, Result } from './rule.ts';
import { items, judged, pointedAt } from './spec-verdict.ts';

/** Runs programs here: they are ours. */
const here = (programs: readonly Program[]): Promise<Result[]> =>
  Promise.resolve(
    programs.map(({ code, arguments: given }) => ({
      value: JSON.parse(
        JSON.stringify((vm.runInNewContext(code) as (...all: unknown[]) => unknown)(...given)),
      ) as unknown,
    })),
  );

describe('A rule that runs what it checks', () => {
  it.each([
    [{ rule: 'json_path_equals', path: '$.total', value: 42, tolerance: 0.5 }, '{"total":42.4}', '{"total":43}'],
    [
      { rule: 'json_path_equals', path: '$[*].a', value: { x: 1, y: [2] } },
      '[{"a":{"y":[2],"x":1}}]',
      '[{"a":{"y":[2]}}]',
    ],
    [{ rule: 'json_path_equals', path: '$.a', value: null }, '{"a":null}', '{}'],
    [{ rule: 'json_path_count', path: '$.items[*].a', min: 1 }, items({ a: 1 }), 'not JSON'],
    [{ rule: 'arithmetic' }, 'So 12 × 3 = 36 and 1 + 2 * 3 = 7.', '12 × 3 = 35'],
    [{ rule: 'arithmetic' }, '10 / 3 = 3.33', '10 / 3 = 3.34'],
    [{ rule: 'arithmetic' }, '$1,200.50 − $200 = $1,000.50', '2 - 3 = 1'],
    [{ rule: 'arithmetic' }, '2 - 3 = -1', '1 / 0 = 0'],
    [{ rule: 'javascript_regex', pattern: '\\d{4}' }, 'in 1999', 'in 99'],
    [{ rule: 'javascript_regex', pattern: '^(?!.*no ).*(a)\\1' }, 'baa', 'no aa'],
    [{ rule: 'javascript_regex', pattern: '(' }, '(never', '('],
    [{ rule: 'regex_matches', positives: ['aa'], negatives: ['ab'] }, '/^(a)\\1$/', '^a.$'],
    [{ rule: 'regex_matches', positives: ['A1'], flags: 'i' }, '```regex\n^a(?=1)\n```', '^a(?!1)'],
    [{ rule: 'regex_matches', path: '$.p', positives: ['x'] }, '{"p":"x"}', '{"p":"("}'],
    [{ rule: 'regex_matches', path: '$.p', positives: ['x'] }, '{"p":"."}', '{"q":"x"}'],
  ])('%j passes %j and fails %j', async (rule, good, bad) => {
    if (!good.endsWith('never')) expect((await judged(rule, good, '', here)).verdict).toBe('pass');
    expect(await judged(rule, bad, '', here)).toMatchObject({ verdict: 'fail', found: expect.any(String) });
  });

  it.each(['no sums', 'x = 3', '2 + 2', '24/7 = always', '1 + 2 = 3 + 0', 'a1 + 2 = 4', ''])(
    'arithmetic does not judge %j',
    async (output) => expect((await judged({ rule: 'arithmetic' }, output)).verdict).toBe('not_applicable'),
  );

  it.each([
    [{ rule: 'arithmetic' }, '1 + 1 = 2, 2 + 2 = 5!', '2 + 2 = 5'],
    [{ rule: 'json_path_equals', path: '$.a', value: 1 }, '{"a": "é"}', '"é"'],
  ])('%j points in %j at %j', async (rule, output, place) =>
    expect(pointedAt(output, await judged(rule, output))).toBe(place),
  );

  it('does not run without a sandbox, nor where the sandbox gave up', async () => {
    const rule = { rule: 'regex_matches', positives: ['a'] };
    expect((await judged(rule, 'a')).verdict).toBe('error');
    const gaveUp = () => Promise.resolve([{ error: 'timeout', message: '25 ms' } as const]);
    expect(await judged(rule, 'a', '', gaveUp)).toMatchObject({
      verdict: 'error',
      evidence: expect.stringMatching('timeout'),
    });
  });
});
