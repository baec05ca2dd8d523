import { CreateTask, ImportQuery, TaskDefinition, type ExportQuery, type QualityCheckBody } from '@taskbench/contracts';
import { sound } from '@taskbench/service-kit';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { definitionOf } from '../domain/definition.ts';
import { readTask } from '../import/read-task.ts';
import type { WholeTask } from './whole-task.ts';
import { writeCsv, writeJsonl } from './write-inputs.ts';
import { writeUseCase } from './write-use-case.ts';
import { writeYaml } from './write-yaml.ts';

const odd = [
  '---',
  '# x',
  '=1+1',
  "'=1",
  '"',
  "'",
  '-5',
  'null',
  '{}',
  '{"file":"x"}',
  '\ufeffmark',
  ' pad ',
  'a\r\nb',
  '\r',
  '\u2028',
  'CON',
  '../up',
  'a/b',
  'A',
  'a',
  '*x',
  '&x',
  '!!set',
  '<<',
  '%YAML 1.1',
  'yes',
  '0x1f',
  '1e3',
  '~',
  '? a',
  '#',
  'x: y',
  '{{input}}',
  '😀',
  '٣',
];
const string = fc.oneof(
  fc.constantFrom(...odd),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme' }),
);
const text = string.filter((one) => one !== '' && !one.includes('\0'));
const label = text
  .map((one) => one.trim())
  .filter((one) => /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$/.test(one) && one.length <= 120);
const gold = fc
  .oneof(
    text,
    fc.constantFrom<unknown>('', null, 0, true, '5', '"x"', { file: 'x' }, { file: 'data/a.txt' }, { file: 1 }, [], {}),
    fc.jsonValue({ stringUnit: 'binary' }),
  )
  .filter(isSound);

const definition = fc
  .record(
    {
      name: label,
      description: text.filter((one) => one.trim() !== ''),
      domain: text,
      input_format: text,
      output_format: text,
      output: fc.record({
        format: fc.constantFrom('json', 'json_lines', 'csv', 'markdown', 'text', 'label'),
        fields: fc.dictionary(
          label.filter((one) => one !== '__proto__' && one !== 'constructor'),
          fc.constantFrom('exact', { match: 'fuzzy', weight: 2 }),
        ),
        threshold: fc.constantFrom(0, 0.85, 1),
      }),
      prompt: text.map((one) => `${one}{{input}}${one}`),
      prompts: fc.dictionary(
        label,
        text.map((one) => `${one}{{input}}`),
        { maxKeys: 3, noNullPrototype: true },
      ),
      allow_code: fc.boolean(),
      constraints: fc.array(text, { maxLength: 3 }),
      evaluation_criteria: fc.array(text, { maxLength: 3 }),
      inputs: fc.uniqueArray(fc.record({ id: label, text, gold, group: label }, { requiredKeys: ['id', 'text'] }), {
        selector: ({ id }) => id,
        minLength: 1,
        maxLength: 6,
      }),
    },
    { requiredKeys: ['name', 'description', 'inputs', 'output'] },
  )
  .map((made) => TaskDefinition.parse(made));
const check: QualityCheckBody = {
  name: 'C',
  description: '',
  validation_rule: { rule: 'valid_json' },
  severity: 'warning',
};
const task: fc.Arbitrary<WholeTask> = fc.record({ definition, checks: fc.constantFrom(undefined, [], [check]) });

const types = {
  yaml: 'application/yaml',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl',
  zip: 'application/zip',
};
const again = async (format: ExportQuery['format'], file: string | Buffer, query = {}) =>
  (await readTask(Buffer.from(file), types[format], ImportQuery.parse(query))).body;
const whole = ({ quality_checks, ...body }: CreateTask) => ({
  definition: definitionOf({ ...body }),
  checks: quality_checks,
});

describe('A task that is exported and imported again', () => {
  it.each<['yaml' | 'zip', (task: WholeTask) => string | Promise<Buffer>]>([
    ['yaml', (task) => writeYaml(task, 'http://127.0.0.1:8000/schemas/task.json')],
    ['zip', writeUseCase],
  ])('is the same task through %s', (format, write) =>
    fc.assert(
      fc.asyncProperty(task, async (task) => {
        expect(whole(await again(format, await write(task)))).toEqual(task);
      }),
      { numRuns: 300 },
    ),
  );

  it.each([
    ['csv' as const, writeCsv],
    ['jsonl' as const, writeJsonl],
  ])('has the same inputs through %s', (format, write) =>
    fc.assert(
      fc.asyncProperty(task, async (task) => {
        const body = await again(format, write(task), { name: 'T', description: 'd' });
        expect(body.inputs).toEqual(task.definition.inputs);
      }),
      { numRuns: 300 },
    ),
  );

  it('is the same file each time', async () => {
    const [one] = fc.sample(task, { numRuns: 1, seed: 7 });
    expect(await writeUseCase(one!)).toEqual(await writeUseCase(one!));
  });

  it('shows no formula to a spreadsheet', () =>
    fc.assert(
      fc.property(task, (task) => {
        for (const cell of parse(writeCsv(task)).flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      }),
    ));
});

function isSound(value: unknown): boolean {
  try {
    return sound(value) === value;
  } catch {
    return false;
  }
}
