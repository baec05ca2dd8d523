import { StartEvaluation, type EvaluationView, type ImportedTask, type LongInputs } from '@taskbench/contracts';
import type { Conclusion } from './conclude.ts';

export interface RunOptions extends Conclusion {
  readonly models?: readonly string[];
  readonly connection?: string;
  readonly repetitions?: number;
  readonly concurrency?: number;
  readonly budget?: string;
  readonly seed?: number;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly rankBy?: string;
  readonly yes?: boolean;
  readonly extends?: string;
  readonly cache?: boolean;
  readonly allowLeaks?: boolean;
  readonly longInputs?: LongInputs;
}

const { repetitions, max_tokens } = StartEvaluation.shape;

/** The evaluation that is asked for: what the options say, else what the task file says, else the API's own defaults. */
export function askedOf(file: string, options: RunOptions, wanted: ImportedTask['evaluation']) {
  const models = options.models ?? wanted.models;
  if (!models?.length) throw new Error(`Name the models: --models a,b, or evaluation.models in ${file}.`);
  return {
    models,
    repetitions: options.repetitions ?? wanted.repetitions ?? repetitions.parse(undefined),
    concurrency: options.concurrency ?? wanted.concurrency,
    budget_usd: options.budget ?? wanted.budget_usd,
    temperature: options.temperature,
    max_tokens: options.maxTokens ?? max_tokens.parse(undefined),
    seed: options.seed,
    ranking: options.rankBy ?? wanted.ranking,
    cache: options.cache ?? false,
    allow_leaks: options.allowLeaks ?? false,
    long_inputs: options.longInputs ?? wanted.long_inputs ?? 'refuse',
  };
}

/** The same for one that goes on with another: what no option says is as it was there; the file has a say in limits only. */
export function goingOn(extended: EvaluationView, options: RunOptions, wanted: ImportedTask['evaluation']) {
  if (options.connection !== undefined && !options.models)
    throw new Error(
      '--connection is for the models of --models: those of an extended evaluation are asked where they were.',
    );
  return {
    extends: extended.id,
    models: options.models,
    repetitions: options.repetitions ?? extended.repetitions,
    concurrency: options.concurrency ?? wanted.concurrency,
    budget_usd: options.budget ?? wanted.budget_usd,
    temperature: options.temperature,
    max_tokens: options.maxTokens ?? extended.max_tokens,
    seed: options.seed,
    ranking: options.rankBy,
    cache: options.cache ?? false,
    allow_leaks: options.allowLeaks ?? false,
    long_inputs: options.longInputs,
  };
}
