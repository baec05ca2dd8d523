import { z } from 'zod';
import { Label } from '../ids.ts';

/** What a model is asked with beside the prompt; what is left out is as the evaluation has it, or as the provider does. */
export const ModelParameters = z.strictObject({
  temperature: z.number().min(0).max(2).optional(),
  top_p: z.number().gt(0).max(1).optional(),
  max_tokens: z.int().min(1).max(1_000_000).optional(),
});
export type ModelParameters = z.infer<typeof ModelParameters>;

/** A model of an evaluation: its id, or more. With labels of its own it may stand more than once. */
export const ModelEntry = z.union([
  z.string().min(1).max(200),
  z.strictObject({
    model_id: z.string().min(1).max(200),
    label: Label.optional(),
    /** Needed where two connections offer a model of this id. */
    connection_id: z.string().min(1).max(60).optional(),
    /** One of the task's further prompts, by its name. */
    prompt: Label.optional(),
    parameters: ModelParameters.optional(),
  }),
]);
export type ModelEntry = z.infer<typeof ModelEntry>;
