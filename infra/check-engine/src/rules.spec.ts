import fc from 'fast-check';
import { ruleDocs, rules } from './catalogue.ts';
import { ValidationRule } from './read-rule.ts';
import type { Context } from './rule.ts';
import { runCheck } from './run.ts';

const of = (output: string, input = ''): Context => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    parsed = undefined;
  }
  const list = Array.isArray(parsed) ? parsed : Object.values((parsed as object | null) ?? {}).find(Array.isArray);
  return { output, parsed, items: (list as unknown[] | undefined) ?? null, input };
};
const items = (...list: unknown[]) => JSON.stringify({ items: list });

describe('A rule', () => {
  it.each([
    [{ rule: 'valid_json' }, '{"a":1}', '{"a":'],
    [{ rule: 'valid_json' }, 'null', ''],
    [{ rule: 'only_json' }, ' [1]\r\n', 'Here: [1]'],
    [{ rule: 'no_code_fence' }, 'a ` b', 'x\r\n```json\n1\n```'],
    [{ rule: 'required_fields', fields: ['a'] }, items({ a: 0 }), items({ a: 1 }, { a: ' ' })],
    [{ rule: 'required_fields', fields: ['a'] }, items(), '{}'],
    [{ rule: 'required_fields', fields: ['toString'] }, items(), items({})],
    [{ rule: 'field_type', field: 'd', type: 'date' }, items({ d: '2028-02-29' }), items({ d: '2026-02-29' })],
    [{ rule: 'field_type', field: 'd', type: 'date', nullable: true }, items({ d: null }), items({ d: '24 Nov' })],
    [{ rule: 'field_type', field: 'n', type: 'number' }, items({ n: 1.5 }), items({ n: '1.5' })],
    [{ rule: 'one_of', field: 's', values: ['low', 'high'] }, items({ s: 'low' }), items({ s: 'Low' })],
    [{ rule: 'item_count', min: 1, max: 2 }, items(1, 2), items(1, 2, 3)],
    [{ rule: 'item_count', min: 1 }, items(1), items()],
    [{ rule: 'unique_items', fields: ['a'] }, items({ a: 'x' }, { a: 'y' }), items({ a: 'x' }, { a: ' X ' })],
    [{ rule: 'unique_items' }, items(1, '1x'), items({ b: 1 }, { b: 1 })],
    [{ rule: 'word_count', min: 2, max: 3 }, 'naïve co-op', 'one'],
    [{ rule: 'word_count', max: 2 }, '', 'one two\r\nthree'],
    [{ rule: 'character_count', max: 2 }, '👍👍', 'abc'],
    [{ rule: 'contains', text: 'ＡＢ', times: 2 }, 'ab AB', 'ab'],
    [{ rule: 'contains', text: 'Ab', case_sensitive: true }, 'Ab', 'AB'],
    [{ rule: 'forbidden_words', words: ['sorry'] }, 'sorryful', 'I am SORRY.'],
    [{ rule: 'regex', pattern: '^\\{' }, '{}', 'x{'],
    [{ rule: 'regex', pattern: '(a+)+$', must_match: false }, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!', 'aa'],
  ])('%j passes %j and fails %j', (rule, good, bad) => {
    expect(runCheck(rule, of(good)).verdict).toBe('pass');
    const failed = runCheck(rule, of(bad));
    expect(failed.verdict).toBe('fail');
    expect(failed.evidence).not.toBe('');
  });

  it('grounded_field wants what the input says', () => {
    const rule = { rule: 'grounded_field', field: 'owner' };
    expect(runCheck(rule, of(items({ owner: 'ana  lopez' }, { owner: null }), 'Ana Lopez ships it')).verdict).toBe(
      'pass',
    );
    expect(runCheck(rule, of(items({ owner: 'Bob' }), 'Ana Lopez ships it')).verdict).toBe('fail');
  });

  it.each([...rules.keys()])('%s is documented by an example that it accepts', (name) => {
    const doc = ruleDocs().find(({ rule }) => rule === name)!;
    expect(ValidationRule.safeParse(doc.example).success).toBe(true);
    expect(doc.guards.length).toBeGreaterThan(0);
  });

  it.each([
    [{ rule: 'run_code' }, /is no rule/],
    [{ rule: 'word_count', least: 1 }, /least/],
    [{ rule: 'regex', pattern: '(?=a)' }, /RE2/],
    [{ rule: '__proto__' }, /is no rule/],
  ])('that is invalid, %j, gives no verdict and says why', (rule, why) => {
    expect(runCheck(rule, of(''))).toMatchObject({ verdict: 'error', evidence: expect.stringMatching(why) });
  });

  it('never throws, whatever the output', () => {
    const anything = fc.oneof(fc.string(), fc.json(), fc.constant('\uD800'), fc.constant('\u0000'));
    fc.assert(
      fc.property(anything, anything, fc.constantFrom(...ruleDocs()), (output, input, { example }) => {
        expect(['pass', 'fail', 'error']).toContain(runCheck(example, of(output, input)).verdict);
      }),
    );
  });
});
