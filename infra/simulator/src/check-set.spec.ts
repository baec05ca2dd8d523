import { checkSet } from './check-set.ts';
import { shaped } from './shaped.ts';

type Rule = { rule: string; fields?: string[]; field?: string };
const rules = (prompt: string) =>
  (JSON.parse(checkSet(prompt)) as { checks: { validation_rule: Rule }[] }).checks.map((one) => one.validation_rule);

describe('A generated check set', () => {
  it('is built from the fields of the output, dates apart', () => {
    const prompt = 'Its output: {"format":"json","fields":{"owner":"value","due":"date","action":{"match":"fuzzy"}}}';
    expect(rules(prompt)).toEqual([
      { rule: 'valid_json' },
      { rule: 'only_json' },
      { rule: 'no_code_fence' },
      { rule: 'required_fields', fields: ['owner', 'action'] },
      { rule: 'unique_items', fields: ['owner', 'action'] },
      { rule: 'grounded_field', field: 'action' },
    ]);
  });
  it('is not led astray by rules whose parameter is called "fields"', () => {
    const schema = 'Parameters: {"properties":{"fields":{"type":"array","items":{"type":"string"}}}}\n';
    expect(rules(schema).map(({ rule }) => rule)).toContain('word_count');
    expect(rules(`${schema}{"fields":{"name":"value"}}`)[3]).toEqual({ rule: 'required_fields', fields: ['name'] });
  });
  it('looks at the text alone where no fields are told, even in a broken prompt', () => {
    for (const prompt of ['', 'Its output: {"fields":{"a"', '{"fields":{}}', '{"fields":{oops}}'])
      expect(rules(prompt).map(({ rule }) => rule)).toEqual([
        'valid_json',
        'only_json',
        'no_code_fence',
        'character_count',
        'word_count',
      ]);
  });
});

describe('An answer to an unknown task', () => {
  it('fills the item that the prompt shows', () => {
    const prompt = 'in this form: {"people":[{"name":"text","born":"YYYY-MM-DD or null","age":0}]}';
    expect(JSON.parse(shaped(prompt, 'met Ada in town'))).toEqual({ people: [{ name: 'Ada', born: null, age: 0 }] });
  });
  it('is JSON for whatever is asked', () => {
    for (const asked of ['', '"', '{"a":[{', '\u{1F600}\n"x": ['])
      expect(JSON.parse(shaped(asked, asked))).toBeDefined();
  });
});
