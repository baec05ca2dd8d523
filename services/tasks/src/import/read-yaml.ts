import { CreateTask, formatUsd, parseUsd, TaskYaml, type ImportedTask, type ImportTask } from '@taskbench/contracts';
import { BadInput, parse } from '@taskbench/service-kit';
import type { z } from 'zod';
import { codeForbidden, givenChecks } from '../checks/given-checks.ts';
import { findableItems } from '../output/findable-items.ts';
import { yamlFile, type YamlFile } from './yaml-file.ts';

type Read = { body: CreateTask; evaluation: ImportedTask['evaluation'] };
type Gold = Exclude<TaskYaml['inputs'][number]['gold'], undefined>;
type Files = ImportTask['files'];

/** A task's YAML with its files put in: what to create, and how it wants to be evaluated. Errors name line and field. */
export function readYaml({ yaml, file_name, files }: ImportTask): Read {
  const file = yamlFile(file_name, yaml);
  const { version, inputs, evaluation = {}, ...task } = shaped(file);
  void version;
  return placed(file, () => {
    const { budget_usd, ...wanted } = evaluation;
    const budget = budget_usd === undefined ? {} : { budget_usd: usd(budget_usd) };
    const filled = inputs.map(({ file: name, text, gold, ...input }, at) => ({
      ...input,
      text: text ?? given(files, name!, `inputs.${at}.file`),
      ...(gold !== undefined && { gold: isFile(gold) ? goldOf(files, gold.file, `inputs.${at}.gold.file`) : gold }),
    }));
    const body = parse(CreateTask, { ...task, inputs: filled });
    givenChecks(body.quality_checks ?? [], codeForbidden(body));
    if (body.output) findableItems(body.output);
    return { body, evaluation: { ...wanted, ...budget } };
  });
}

/** The file's value as its schema has it. A field that is not one of its own is named, where it stands. */
function shaped(file: YamlFile): TaskYaml {
  const read = TaskYaml.safeParse(file.value);
  if (read.success) return read.data;
  throw new BadInput(
    read.error.issues
      .flatMap(issuesOf)
      .map(({ path, message }) => ({ path: path.map(String).join('.'), message: file.at(path, message) })),
  );
}

const issuesOf = (issue: z.core.$ZodIssue): { path: PropertyKey[]; message: string }[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ path: [...issue.path, key], message: `"${key}" is no field here` }))
    : [issue];

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
  if (!name.endsWith('.json')) return text.trim();
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new BadInput([{ path, message: `${name} is not JSON: ${(error as Error).message}` }], 'bad-gold');
  }
}

function usd(budget: number | string): string {
  const nano = parseUsd(String(budget));
  if (nano === null)
    throw new BadInput([{ path: 'evaluation.budget_usd', message: 'must be an amount in USD such as 1.00' }]);
  return formatUsd(nano);
}
