import {
  CreateTask,
  formatUsd,
  parseUsd,
  TaskYaml,
  type ImportedTask,
  type ImportNotice,
  type ImportTask,
} from '@taskbench/contracts';
import { BadInput, json, parse, sound } from '@taskbench/service-kit';
import { z } from 'zod';
import { codeForbidden, givenChecks } from '../checks/given-checks.ts';
import { findableItems } from '../output/findable-items.ts';
import { isPromptfoo, readPromptfoo } from './promptfoo/read-promptfoo.ts';
import { yamlFile, type YamlFile } from './yaml-file.ts';

/** What a file says: what to create, how it wants to be evaluated, and what of it has no counterpart here. */
export type ReadTask = { body: CreateTask; evaluation: ImportedTask['evaluation']; notices?: ImportNotice[] };
export type Files = ImportTask['files'];
type Gold = Exclude<TaskYaml['inputs'][number]['gold'], undefined>;

/** A task's YAML with its files put in. Errors name line and field. */
export function readYaml({ yaml, file_name, files }: { yaml: string; file_name: string; files: Files }): ReadTask {
  const file = yamlFile(file_name, yaml);
  if (isPromptfoo(file.value)) {
    shaped(file, z.unknown());
    return readPromptfoo(yamlFile(file_name, yaml, { merge: true }), files);
  }
  return filled(file, shaped(file, TaskYaml), files);
}

/** A task with the files that it names put in, as it can be created. */
export function filled(file: YamlFile, task: TaskYaml, files: Files): ReadTask {
  const { version, inputs, evaluation = {}, ...described } = task;
  void version;
  return placed(file, () => {
    const { budget_usd, ...wanted } = evaluation;
    const budget = budget_usd === undefined ? {} : { budget_usd: usd(budget_usd) };
    const body = parse(CreateTask, { ...described, inputs: inputs.map((input, at) => inputOf(input, at, files)) });
    givenChecks(body.quality_checks ?? [], codeForbidden(body));
    if (body.output) findableItems(body.output);
    return { body, evaluation: { ...wanted, ...budget } };
  });
}

function inputOf({ file, text, gold, gold_json, ...input }: TaskYaml['inputs'][number], at: number, files: Files) {
  const shown = text ?? given(files, file!, `inputs.${at}.file`);
  const said = gold_json === undefined ? gold : jsonOf(gold_json, 'gold_json', `inputs.${at}.gold_json`);
  const right = gold !== undefined && isFile(gold) ? goldOf(files, gold.file, `inputs.${at}.gold.file`) : said;
  return { ...input, text: shown, ...(right !== undefined && { gold: right }) };
}

/** The file's value as its schema has it. A field that is not one of its own is named, where it stands. */
export const shaped = <S extends z.ZodType>(file: YamlFile, schema: S): z.output<S> =>
  placed(file, () => parse(schema, sound(file.value)));

/** Puts file, line and column before whatever turns out wrong after the file was read. */
function placed<T>(file: YamlFile, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    throw new BadInput(
      error.errors.map(({ path, message }) => ({ path, message: file.at(path.split('.'), message) })),
      error.code,
    );
  }
}

const isFile = (gold: Gold): gold is { file: string } =>
  gold !== null &&
  typeof gold === 'object' &&
  !Array.isArray(gold) &&
  Object.keys(gold).length === 1 &&
  typeof gold['file'] === 'string';

function given(files: Files, name: string, path: string): string {
  const text = Object.hasOwn(files, name) ? files[name] : undefined;
  if (text === undefined) throw new BadInput([{ path, message: `the file ${name} was not given.` }], 'file-missing');
  return text;
}

function goldOf(files: Files, name: string, path: string): unknown {
  const text = given(files, name, path);
  return name.endsWith('.json') ? jsonOf(text, name, path) : text.trim();
}

function jsonOf(text: string, name: string, path: string): unknown {
  const read = json(text);
  if ('fault' in read) throw new BadInput([{ path, message: `${name} ${read.fault}` }], 'bad-gold');
  try {
    return sound(read.value);
  } catch (error) {
    const within = (error as BadInput).errors[0]!;
    throw new BadInput([{ path, message: `${name} ${within.path} ${within.message}` }], 'unsound-value');
  }
}

function usd(budget: number | string): string {
  const nano = parseUsd(String(budget));
  if (nano === null)
    throw new BadInput([{ path: 'evaluation.budget_usd', message: 'must be an amount in USD such as 1.00' }]);
  return formatUsd(nano);
}
