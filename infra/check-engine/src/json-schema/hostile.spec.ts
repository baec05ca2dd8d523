import { readRule } from '../read-rule.ts';
import { runCheck } from '../run.ts';

const chain = (length: number, of: (next: object) => object): object =>
  Object.fromEntries(
    Array.from({ length }, (_, at) => [
      `s${at}`,
      at + 1 < length ? of({ $ref: `#/$defs/s${at + 1}` }) : { type: 'null' },
    ]),
  );
const deep = (levels: number, of: (inner: object) => object): object =>
  Array.from({ length: levels }).reduce<object>((inner) => of(inner), {});
const proto = (text: string): object => JSON.parse(text) as object;

const HOSTILE: Readonly<Record<string, object>> = {
  'refers to itself': { $ref: '#' },
  'refers to itself by two steps': { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' },
  'refers to itself in allOf': { allOf: [{ $ref: '#' }] },
  'refers to itself in not': { not: { $ref: '#' } },
  'refers to itself in then': { if: true, then: { $ref: '#' } },
  'refers to itself in dependentSchemas': { dependentSchemas: { a: { $ref: '#' } } },
  'refers to itself dynamically': { $dynamicAnchor: 'a', $dynamicRef: '#a' },
  'refers to itself by an anchor': { $anchor: 'a', anyOf: [{ $ref: '#a' }, { type: 'null' }] },
  'doubles at every step': { $ref: '#/$defs/s0', $defs: chain(40, (next) => ({ allOf: [next, next] })) },
  'trebles at every step': { $ref: '#/$defs/s0', $defs: chain(30, (next) => ({ oneOf: [next, next, next] })) },
  'is fetched': { $ref: 'https://example.com/schema.json' },
  'is fetched from this machine': { $ref: 'http://127.0.0.1:8000/tasks' },
  'is read from a file': { $ref: 'file:///etc/passwd' },
  'is fetched dynamically': { $dynamicRef: 'https://example.com/schema.json#a' },
  'is fetched relative to its $id': { $id: 'https://example.com/a.json', $ref: 'b.json' },
  'has a meta-schema of its own': { $schema: 'https://example.com/meta.json' },
  'has a vocabulary of its own': { $vocabulary: { 'https://example.com/v': true } },
  'is several documents': { properties: { a: { $id: 'https://example.com/a.json' } } },
  'points at nothing': { $ref: '#/$defs/none' },
  'points at what is no schema': { enum: [{ a: 1 }], $ref: '#/enum/0' },
  'points into a prototype': { $ref: '#/__proto__/constructor' },
  'is nested 100,000 deep': deep(100_000, (inner) => ({ properties: { a: inner } })),
  'is nested 100,000 deep by not': deep(100_000, (not) => ({ not })),
  'has a huge enumeration': { enum: Array.from({ length: 100_000 }, (_, at) => at) },
  'has 100,000 properties': {
    properties: Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`p${at}`, {}])),
  },
  'has 1,500 schemas': { anyOf: Array.from({ length: 1_500 }, () => ({ type: 'null' })) },
  'wants a billion items': { minItems: 1_000_000_000 },
  'wants a string of 10^15 characters': { minLength: 1e15 },
  'has a pattern that repeats too much': { pattern: '((a{100}){100}){100}' },
  'has a pattern with look-behind': { pattern: '(?<=(a+)+)b' },
  'has a pattern with a backreference': { patternProperties: { '(a+)\\1+': {} } },
  'has a pattern of 100,000 characters': { pattern: 'a?'.repeat(50_000) },
  'has a property __proto__': proto('{"properties":{"__proto__":{"type":"string"}}}'),
  'wants a property __proto__ elsewhere': proto('{"default":{"__proto__":{"polluted":true}}}'),
  'divides by zero': { multipleOf: 0 },
  'is of no type': { type: 'strng' },
};

describe('A schema that', () => {
  const took: string[] = [];
  afterAll(() => process.stdout.write(`    ms to refuse: ${took.join(', ')}\n`));

  it.each(Object.entries(HOSTILE))('%s is refused', (name, schema) => {
    const began = performance.now();
    const read = readRule({ rule: 'json_schema', schema });
    took.push(`${name} ${(performance.now() - began).toFixed(1)}`);
    expect(typeof read).toBe('string');
  });

  it('multiplies its work with the depth of the output gives no verdict', () => {
    const again = { properties: { a: { $ref: '#' } } };
    const schema = { ...again, allOf: [again, again, again] };
    const parsed = deep(60, (a) => ({ a }));
    const rule = { rule: 'json_schema', schema };
    expect(runCheck(rule, { output: '', parsed, items: null, input: '' })).toMatchObject({
      verdict: 'error',
      evidence: 'did not run: the schema takes too long on this output',
    });
  });

  it('has a pattern that explodes elsewhere ends here', () => {
    const rule = { rule: 'json_schema', schema: { pattern: '^(a+)+$' } };
    const parsed = `${'a'.repeat(100_000)}!`;
    expect(runCheck(rule, { output: '', parsed, items: null, input: '' }).verdict).toBe('fail');
  });
});
