import { z } from 'zod';
import { Label } from '../ids.ts';
import { QualityCheckBody } from '../checks/api.ts';
import { LongInputs } from '../execution/evaluation-events.ts';
import { ModelEntry } from '../execution/model-entry.ts';
import { Ranking } from '../scoring/ranking.ts';
import { OutputSpec } from './definition.ts';

const FileRef = z.strictObject({ file: z.string().min(1).max(300) });

/** A task as a YAML file, version 1; `file` names stand relative to the YAML. */
export const TaskYaml = z.strictObject({
  version: z.literal(1, 'must be 1: this TaskBench reads version 1'),
  name: Label,
  description: z.string().trim().min(1, 'must not be empty'),
  domain: z.string().optional(),
  input_format: z.string().optional(),
  output_format: z.string().optional(),
  output: OutputSpec.optional(),
  inputs: z
    .array(
      z
        .strictObject({
          id: Label.optional(),
          text: z.string().optional(),
          file: z.string().optional(),
          gold: z.union([FileRef, z.json()]).optional(),
          /** Gold as JSON text, for gold that would be taken for the name of a file. */
          gold_json: z.string().optional(),
          group: Label.optional(),
        })
        .refine(({ text, file }) => (text === undefined) !== (file === undefined), 'needs either text or file')
        .refine(({ gold, gold_json }) => gold === undefined || gold_json === undefined, 'has gold twice'),
    )
    .min(1, 'must not be empty'),
  prompt: z.string().optional(),
  /** Further prompts by name, for evaluations that compare prompts. */
  prompts: z.record(Label, z.string()).optional(),
  constraints: z.array(z.string()).optional(),
  evaluation_criteria: z.array(z.string()).optional(),
  /** Checks may run code (the rule `lambda`), in a sandbox. */
  allow_code: z.boolean().optional(),
  quality_checks: z.array(QualityCheckBody).optional(),
  evaluation: z
    .strictObject({
      models: z.array(ModelEntry).min(1).optional(),
      repetitions: z.int().min(1).max(100).optional(),
      concurrency: z.int().min(1).max(200).optional(),
      budget_usd: z.union([z.number().positive(), z.string()]).optional(),
      /** What is done with inputs that are too long for a model; else the start is refused. */
      long_inputs: LongInputs.optional(),
      /** What models are ranked by; else F1. */
      ranking: Ranking.optional(),
    })
    .optional(),
});
export type TaskYaml = z.infer<typeof TaskYaml>;

/** What a use case may say before its heading: all that a task's YAML may, but for its name and description. */
export const UseCaseFront = TaskYaml.omit({ name: true, description: true }).partial({ version: true, inputs: true });
export type UseCaseFront = z.infer<typeof UseCaseFront>;
