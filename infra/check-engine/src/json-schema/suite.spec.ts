import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRule } from '../read-rule.ts';
import { runCheck } from '../run.ts';

interface Case {
  readonly description: string;
  readonly schema: object | boolean;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

const folder = join(import.meta.dirname, '../../test/json-schema-test-suite');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const casesOf = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Case[];

/** Why the rule refuses a schema on purpose, with how many schemas of the suite it does so. */
const REFUSED: readonly [RegExp, number][] = [
  [/leads out of the schema; nothing is fetched/, 36],
  [/"\$id" below the root makes a second document/, 4],
  [/no key "__proto__"/, 1],
];

describe('The required cases of the JSON Schema test suite, draft 2020-12', () => {
  const refused: string[] = [];
  let held = 0;
  it.each(files)('%s', (file) => {
    const wrong: string[] = [];
    for (const { description, schema, tests } of casesOf(file)) {
      const rule = { rule: 'json_schema', schema: typeof schema === 'boolean' ? { allOf: [schema] } : schema };
      const read = readRule(rule);
      if (typeof read === 'string') {
        refused.push(`${file}: ${description}: ${read}`);
        continue;
      }
      for (const { description: what, data, valid } of tests) {
        const { verdict } = runCheck(rule, { output: '', parsed: data, items: null, input: '' });
        held++;
        if (verdict !== (valid ? 'pass' : 'fail')) wrong.push(`${description}: ${what}: ${verdict}`);
      }
    }
    expect(wrong).toEqual([]);
  });
  it('are more than a thousand, and refuse no schema but for a reason', () => {
    expect(held).toBeGreaterThan(1_000);
    const counts = REFUSED.map(([why]) => refused.filter((one) => why.test(one)).length);
    expect(refused.filter((one) => !REFUSED.some(([why]) => why.test(one)))).toEqual([]);
    expect(counts).toEqual(REFUSED.map(([, count]) => count));
  });
});
