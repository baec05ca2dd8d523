import { ruleDocs, rules } from './catalogue.ts';
import { ValidationRule } from './read-rule.ts';
import { judged } from './spec-verdict.ts';

describe('The catalogue', () => {
  it.each([...rules.keys()])('documents %s by an example that it accepts', (name) => {
    const doc = ruleDocs().find(({ rule }) => rule === name)!;
    expect(ValidationRule.safeParse(doc.example).error).toBeUndefined();
    expect(doc.guards.length).toBeGreaterThan(0);
    expect(doc.meaning).toMatch(/^[A-Z].*\.$|^[A-Z].*\}$/s);
    expect(doc.parameters).toMatchObject({ type: 'object', additionalProperties: false });
  });

  it('has one rule of a name, and a use for every rule', () => {
    const names = ruleDocs().map(({ rule }) => rule);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(45);
  });

  it.each([
    [{ rule: 'run_code' }, /is no rule/],
    [{ rule: 'word_count', least: 1 }, /least/],
    [{ rule: 'word_count' }, /min or a max/],
    [{ rule: 'word_count', min: 3, max: 2 }, /min is more than max/],
    [{ rule: 'regex', pattern: '(?=a)' }, /RE2/],
    [{ rule: 'regex', pattern: '((a{100}){100}){100}' }, /RE2/],
    [{ rule: 'json_path_equals', path: '$[?match(@.a, "(a+)+$")]', value: 1 }, /no filter/],
    [{ rule: 'date_format', field: 'd', format: 'YYYY YYYY' }, /twice/],
    [{ rule: 'language', language: 'xx' }, /nvalid/],
    [{ rule: 'letter_frequency', letter: 'ab', min: 1 }, /one character/],
    [{ rule: 'covers_range', from: 'soon' }, /clock time/],
    [{ rule: '__proto__' }, /is no rule/],
    [JSON.parse('{"rule":"valid_json","__proto__":{"x":1}}') as object, /__proto__/],
    [JSON.parse('{"rule":"json_schema","schema":{"properties":{"__proto__":{}}}}') as object, /__proto__/],
    [{ rule: 'forbidden_words', words: Array(300_000).fill('a') }, /at most/],
    ['valid_json', /object/],
    [null, /object/],
  ])('gives no verdict by what is no rule, %j, and says why', async (rule, why) => {
    expect(await judged(rule, '')).toMatchObject({ verdict: 'error', evidence: expect.stringMatching(why) });
  });
});
