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
    fetched_at: z.string(),
    stale: z.boolean(),
    notice: z.string().nullable(),
  })
  .meta({ id: 'SuitableModels' });
export type SuitableModels = z.infer<typeof SuitableModels>;
