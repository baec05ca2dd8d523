import { z } from 'zod';
import { EvaluationId, Label, TaskId } from '../ids.ts';
import { Usd } from '../money.ts';
import { Ranking } from '../scoring/ranking.ts';
import { TaskDefinition } from '../tasks/definition.ts';
import { CallStatus } from './call-events.ts';
import { InDoubt, LongInputs, PinnedModel } from './evaluation-events.ts';
import { ImportEvaluation } from './import.ts';
import { ModelEntry } from './model-entry.ts';

const ConnectionId = z.string().min(1).max(60);
const StructuredOutput = z.enum(['auto', 'off']);

const EvaluationBody = z.strictObject({
  task_id: TaskId,
  models: z.array(ModelEntry).min(1, 'must name at least one model').max(50),
  repetitions: z.int().min(1).max(100).default(1),
  concurrency: z.int().min(1).max(200).optional(),
  budget_usd: Usd.optional(),
  temperature: z.number().min(0).max(2).optional(),
  max_tokens: z.int().min(1).max(1_000_000).default(4096),
  seed: z.int().min(0).max(2_147_483_647).optional(),
  in_doubt: InDoubt.default('retry'),
  ranking: Ranking.optional(),
  /** Take what an earlier evaluation of the task was answered when it asked the same, in place of asking again. */
  cache: z.boolean().default(false),
  /** `auto`: models that take a schema of their answer are sent one, where the task's items are JSON with declared fields. */
  structured_output: StructuredOutput.default('auto'),
  /** Inputs over 80 % of a model's context: refused, or asked in parts whose answers are joined, or merged by the model. */
  long_inputs: LongInputs.default('refuse'),
  /** Start although right answers stand in the prompt; the evaluation says how many. */
  allow_leaks: z.boolean().default(false),
});

/** A label is the key of calls, rows and charts, so each stands once. */
function labelled({ models }: Pick<z.infer<typeof EvaluationBody>, 'models'>, issues: z.RefinementCtx): void {
  const seen = new Set<string>();
  models.forEach((model, index) => {
    const label = typeof model === 'string' ? model : (model.label ?? model.model_id);
    if (seen.has(label)) {
      issues.addIssue({
        code: 'custom',
        path: ['models', index],
        message: `"${label}" stands twice; give one of them a label of its own`,
      });
    }
    seen.add(label);
  });
}

/** The body of `POST /evaluations`. */
export const StartEvaluation = EvaluationBody.superRefine(labelled);
export type StartEvaluation = z.infer<typeof StartEvaluation>;

/** The body of `POST /evaluations` that goes on with an ended one: what is left out is as it was there. */
export const ExtendEvaluation = z
  .strictObject({
    ...EvaluationBody.partial().shape,
    task_id: TaskId,
    /** Its answers are carried over; only what is missing or failed, or is asked otherwise now, is asked and paid for. */
    extends: EvaluationId,
    repetitions: z.int().min(1).max(100).optional(),
    max_tokens: z.int().min(1).max(1_000_000).optional(),
    in_doubt: InDoubt.optional(),
    cache: z.boolean().default(false),
    structured_output: StructuredOutput.optional(),
    long_inputs: LongInputs.optional(),
    allow_leaks: z.boolean().default(false),
  })
  .superRefine(({ models = [] }, issues) => labelled({ models }, issues));
export type ExtendEvaluation = z.infer<typeof ExtendEvaluation>;

/** Its task as it would be, so that it is looked at as well. */
const looksAtTask = { task: TaskDefinition.optional() };

/** The body of `POST /evaluations/check` for one that goes on with another. */
export const CheckExtension = z.strictObject({
  ...ExtendEvaluation.shape,
  task_id: TaskId.optional(),
  ...looksAtTask,
});
export type CheckExtension = z.infer<typeof CheckExtension>;

/** Whichever of the three `POST /evaluations` is sent: models to ask, an evaluation to go on with, or outputs. */
export const AskedEvaluation = z.union([StartEvaluation, ExtendEvaluation, ImportEvaluation]);

/** The body of `POST /evaluations/check`: an evaluation of a task that need not be there yet. */
export const CheckEvaluation = EvaluationBody.omit({ task_id: true }).extend(looksAtTask).superRefine(labelled);
export type CheckEvaluation = z.infer<typeof CheckEvaluation>;

/** Whichever of the two `POST /evaluations/check` is sent. */
export const AskedCheck = z.union([CheckEvaluation, CheckExtension]);

/** An evaluation that could be started: the labels of its models, and which model each is, where and at which prices. */
export const CheckedEvaluation = z.object({
  models: z.array(z.string()),
  pinned: z.array(PinnedModel.pick({ label: true, model_id: true, connection_id: true, prices: true })),
});
export type CheckedEvaluation = z.infer<typeof CheckedEvaluation>;

/** The body of `POST /evaluations/{id}/cancel`: one model by its label, or the whole evaluation. */
export const CancelEvaluation = z.strictObject({ label: Label.optional() }).default({});
export type CancelEvaluation = z.infer<typeof CancelEvaluation>;

/** The body of `POST /calls/{id}/resolve`: what becomes of a held call. `retry` may be paid for twice. */
export const ResolveCall = z.strictObject({ action: z.enum(['retry', 'give_up']) });
export type ResolveCall = z.infer<typeof ResolveCall>;

/** The query of a list: how many rows, and where the last page ended. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(300).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** The query of `GET /evaluations/{id}/calls`. */
export const CallsQuery = PageQuery.extend({
  status: CallStatus.optional().meta({ description: 'Only calls that stand like this' }),
});
export type CallsQuery = z.infer<typeof CallsQuery>;

const SORTS = ['name', 'input_price', 'output_price', 'context', 'created'] as const;

/** The query of `GET /models`: all that is given must hold. Unsorted, models come as the provider lists them. */
export const ModelsQuery = PageQuery.extend({
  search: z.string().max(200).optional().meta({ description: 'A part of the id, an alias or the name, in any case' }),
  regex: z.string().max(200).optional().meta({ description: 'An RE2 pattern that the id or the name matches' }),
  provider: z.string().max(120).optional().meta({ description: 'Who made it, in any case: openai' }),
  max_input_price: Usd.optional().meta({ description: 'USD per million prompt tokens; unknown prices are left out' }),
  min_context: z.coerce.number().int().min(1).optional().meta({ description: 'Tokens that it takes at least' }),
  connection_id: ConnectionId.optional().meta({ description: 'Only those of one connection' }),
  modality: z
    .string()
    .regex(/^[a-z+]*(->[a-z+]*)?$/, 'must be such as image, text+image->text or ->audio')
    .max(120)
    .optional()
    .meta({ description: 'What it takes or gives: image, text+image->text, ->audio' }),
  free: z.enum(['true', 'false']).optional().meta({ description: 'true: costs nothing; false: costs something' }),
  sort: z
    .enum([...SORTS, ...SORTS.map((name) => `-${name}` as const)])
    .optional()
    .meta({ description: 'Least first, or with - most first; unknown last' }),
});
export type ModelsQuery = z.infer<typeof ModelsQuery>;

/** The query of `POST /models/refresh`: the lists of all connections, or of one. */
export const RefreshQuery = z.strictObject({ connection_id: ConnectionId.optional() });
export type RefreshQuery = z.infer<typeof RefreshQuery>;
