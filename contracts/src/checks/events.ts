import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { CallId, Digest, TaskId } from '../ids.ts';

const of = { task_id: TaskId, task_version: z.int().min(1) };

/** A task wants checks: a model is to be asked with this prompt. Execution runs it as a call. */
export const GenerationAsked = defineEvent({
  type: 'GenerationAsked',
  version: 1,
  data: z.object({
    ...of,
    call_id: CallId,
    prompt: Digest,
    prompt_bytes: z.int().min(0),
    /** Null: the newest Claude Sonnet of OpenRouter's catalogue. */
    model_id: z.string().nullable(),
  }),
});

/** A model's answer held five to eight checks that the check engine understands. */
export const ChecksGenerated = defineEvent({
  type: 'ChecksGenerated',
  version: 1,
  data: z.object({
    ...of,
    checks: Digest,
    count: z.int(),
    /** Those the engine did not understand. */ dropped: z.int(),
    /** How often the model would ask each input; its reason is a text. */
    repetitions: z.object({ n: z.int().min(1).max(10), reason: Digest }).optional(),
  }),
});

/** No checks came of it. The task can be used without; generation can be asked for again. */
export const ChecksGenerationFailed = defineEvent({
  type: 'ChecksGenerationFailed',
  version: 1,
  data: z.object({ ...of, reason: z.enum(['call_failed', 'no_generator', 'unreadable', 'too_few', 'unscored']) }),
});

/** A person gave the checks, or said that there are none. */
export const ChecksProvided = defineEvent({
  type: 'ChecksProvided',
  version: 1,
  data: z.object({ ...of, checks: Digest.nullable(), count: z.int() }),
});
