import { z } from 'zod';
import { TaskId } from '../ids.ts';
import { Usd } from '../money.ts';
import { TaskDefinition } from '../tasks/definition.ts';
import { ModelRow } from './views.ts';

/** What a model must have; prices in USD per million tokens. What is not said follows from the task. */
const Needs = z.strictObject({
  min_context: z.int().min(1).optional(),
  structured_output: z.boolean().optional(),
  max_input_price: Usd.optional(),
  max_output_price: Usd.optional(),
});
export type Needs = z.infer<typeof Needs>;

/** The body of `POST /models/recommend`: for a task that is there, for one that need not be, or for needs alone. */
export const RecommendModels = z
  .strictObject({
    task_id: TaskId.optional(),
    task: TaskDefinition.optional(),
    needs: Needs.default({}),
    /** The most that an answer may have, in tokens. */
    max_tokens: z.int().min(1).max(1_000_000).default(4096),
    limit: z.int().min(1).max(200).default(10),
    /** Have the generator model say which of them suit the task, and why; the task pays for it. */
    explain: z.boolean().default(false),
  })
  .refine(({ task_id, explain }) => !explain || task_id !== undefined, {
    path: ['explain'],
    message: 'goes with task_id: the task pays for it',
  })
  .refine(({ task_id, task }) => task_id === undefined || task === undefined, {
    path: ['task'],
    message: 'goes without task_id',
  });
export type RecommendModels = z.infer<typeof RecommendModels>;

/** A model that has what is needed, and why it is shown. */
export const SuitableModel = ModelRow.extend({
  /** Null: its price is unknown. */
  typical_call_usd: z.string().nullable(),
  reasons: z.array(z.string()),
}).meta({ id: 'SuitableModel' });
export type SuitableModel = z.infer<typeof SuitableModel>;

/** What a generator model is asked to answer with. */
export const RecommendationAnswer = z.object({
  models: z.array(z.object({ id: z.string().max(200), why: z.string().trim().min(1).max(500) })).max(50),
});

/** What a model says of the models that have what is needed: its own words, not ours. */
const Explanation = z.object({
  /** Only models that are shown, in its order. */
  models: z.array(z.object({ id: z.string(), why: z.string() })),
  /** Models that it named though they are not among those shown: left out. */
  invented: z.int(),
  by: z.string(),
  /** Null: not known. */
  cost_usd: z.string().nullable(),
});

/** Models that have what is needed, cheapest first for a typical call, unknown prices last. */
export const SuitableModels = z
  .object({
    models: z.array(SuitableModel),
    /** How many have what is needed. */
    found: z.int(),
    /** How many others, each by the first that it lacks. What a provider does not say, a model does not have. */
    left_out: z.object({
      /** Takes or gives no text. */
      text: z.int(),
      context: z.int(),
      structured_output: z.int(),
      price: z.int(),
      /** Cannot be held against a highest price. */
      unknown_price: z.int(),
    }),
    /** Estimated from the task; the same for each model. */
    typical_call: z.object({ prompt_tokens: z.int(), completion_tokens: z.int() }),
    needs: Needs,
    explanation: Explanation.nullable(),
    /** Why there is no explanation; null where there is one. */
    unexplained: z.enum(['not_asked', 'no_generator', 'no_model_fits', 'failed', 'unreadable']).nullable(),
    fetched_at: z.string(),
    stale: z.boolean(),
    notice: z.string().nullable(),
  })
  .meta({ id: 'SuitableModels' });
export type SuitableModels = z.infer<typeof SuitableModels>;
