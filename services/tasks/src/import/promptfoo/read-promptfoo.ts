import { codeIn } from '@taskbench/check-engine';
import { CreateTask } from '@taskbench/contracts';
import { BadInput, parse, sound } from '@taskbench/service-kit';
import type { Files, ReadTask } from '../read-yaml.ts';
import type { YamlFile } from '../yaml-file.ts';
import { heldOf, type Asked, type Held } from './asserted.ts';
import { checksOf } from './checks.ts';
import { inputsOf, textsOf } from './inputs.ts';
import { labelOf } from './label.ts';
import { Notices } from './notices.ts';
import { promptOf } from './prompts.ts';
import { modelsOf } from './providers.ts';
import { unread } from './settings.ts';
import { inYaml, type Sited } from './sited.ts';
import { testsOf } from './tests.ts';

const MOST_CHECKS = 50;

/** Whether a YAML is a configuration of promptfoo. */
export const isPromptfoo = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'prompts' in value &&
  ['providers', 'targets', 'tests', 'scenarios', 'defaultTest'].some((name) => name in value);

/** A configuration of promptfoo as a task: what has no counterpart here is in its notices, each with file and line. */
export function readPromptfoo(file: YamlFile, files: Files): ReadTask {
  const config = inYaml(file);
  const notices = new Notices();
  const template = promptOf(config.at('prompts'), files, notices);
  const tests = testsOf(config, files, notices);
  unread(config, 'config', notices);
  unread(config.at('evaluateOptions'), 'evaluateOptions', notices);
  const inputs = inputsOf(template, tests, files, notices);
  if (inputs.size === 0) throw refused(config.at('tests'), `has no test that can be imported. ${firstOf(notices)}`);
  const held = new Map([...inputs].map(([id, asked]) => [id, heldOf(asked, files, notices)]));
  const quality_checks = checksOf(held);
  if (quality_checks.length > MOST_CHECKS)
    throw refused(config, `makes ${quality_checks.length} checks; a task may have ${MOST_CHECKS}`);
  const code = quality_checks.some(({ validation_rule }) => codeIn(validation_rule).length > 0);
  if (code) notices.add(config.place, 'javascript', 'sets allow_code: JavaScript assertions run in the sandbox');
  const { description } = config.value as { description?: unknown };
  const about = typeof description === 'string' && description.trim() !== '' ? description : null;
  const body = parse(
    CreateTask,
    sound({
      name: labelOf(about ?? file.name.replace(/\.ya?ml$/, '')),
      description: (about ?? template).slice(0, 20_000).trim() || 'promptfoo',
      ...withGold(textsOf(template, inputs), inputs, held),
      ...(code && { allow_code: true }),
      quality_checks,
    }),
  );
  return { body, evaluation: wanted(config, notices), notices: notices.all };
}

const refused = ({ place }: Sited, message: string) =>
  new BadInput(
    [{ path: place.field, message: `${place.file} line ${place.line}: ${message}` }],
    'promptfoo-unsupported',
  );

const firstOf = (notices: Notices): string => {
  const [first] = notices.all;
  return first ? `Line ${first.line}: ${first.about} ${first.message}` : '';
};

/** Where every test says in full what its output must equal, that is its gold, and models are ranked by it. */
function withGold(
  { prompt, inputs = [] }: Pick<CreateTask, 'prompt' | 'inputs'>,
  asked: ReadonlyMap<string, Asked>,
  held: ReadonlyMap<string, readonly Held[]>,
) {
  const golds = new Map([...asked.keys()].map((id) => [id, goldOf(held.get(id)!)]));
  if ([...golds.values()].includes(undefined)) return { prompt, inputs, output: { format: 'text' } };
  return { prompt, inputs: inputs.map((input) => ({ ...input, gold: golds.get(input.id!) })) };
}

function goldOf(held: readonly Held[]): string | undefined {
  const [only, ...others] = held.filter(({ rule }) => rule.rule === 'equals');
  return others.length === 0 && typeof only?.rule['value'] === 'string' ? only.rule['value'] : undefined;
}

function wanted(config: Sited, notices: Notices): ReadTask['evaluation'] {
  const providers = config.at('providers').value === undefined ? config.at('targets') : config.at('providers');
  const models = modelsOf(providers, notices);
  const options = config.at('evaluateOptions');
  const repetitions = countOf(options.at('repeat'), 'repeat', 100, notices);
  const concurrency = countOf(options.at('maxConcurrency'), 'maxConcurrency', 200, notices);
  return {
    ...(models.length > 0 && { models }),
    ...(repetitions !== undefined && { repetitions }),
    ...(concurrency !== undefined && { concurrency }),
  };
}

function countOf({ value, place }: Sited, name: string, most: number, notices: Notices): number | undefined {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most) return value as number;
  if (value !== undefined) notices.add(place, name, `is not imported: it is no whole number from 1 to ${most}`);
  return undefined;
}
