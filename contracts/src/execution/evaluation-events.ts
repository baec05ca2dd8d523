import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { Digest, EvaluationId, Label, TaskId } from '../ids.ts';
import { NanoUsd } from '../money.ts';
import { Prices } from '../prices.ts';
import { FailureReason } from './call-events.ts';
import { ModelParameters } from './model-entry.ts';

/** A model as an evaluation pinned it: id, connection, prices and parameters as of the start. */
export const PinnedModel = z.object({
  label: Label,
  model_id: z.string().max(200),
  connection_id: z.string().max(60),
  /** Names the address that the connection led to, but for the simulated provider: it answers the same at any. */
  address: Digest.optional(),
  prices: Prices.nullable(),
  /** The model says that it heeds a seed, so it is sent one. */
  seeded: z.boolean(),
  /** False: the model says that it takes no temperature, so it is sent none. */
  tempered: z.boolean().optional(),
  /** The further prompt of the task that it is asked with, by name. */
  prompt: Label.optional(),
  parameters: ModelParameters.optional(),
  /** Tokens that prompt and answer may have together, where the provider says it. */
  context_length: z.int().min(1).optional(),
  /** It is sent a schema of its answer. */
  structured: z.boolean().optional(),
});
export type PinnedModel = z.infer<typeof PinnedModel>;

/** What is done with inputs that are too long for a model: the start is refused, or they are asked in parts. */
export const LongInputs = z.enum(['refuse', 'join', 'merge']);
export type LongInputs = z.infer<typeof LongInputs>;

/** What is done with a call whose attempt is in doubt: tried again, or held until a person decides. */
export const InDoubt = z.enum(['retry', 'hold']);
export type InDoubt = z.infer<typeof InDoubt>;

/** One run of a task over models × inputs × repetitions began; everything it needs is pinned. */
export const EvaluationStarted = defineEvent({
  type: 'EvaluationStarted',
  version: 1,
  data: z.object({
    evaluation_id: EvaluationId,
    task_id: TaskId,
    task_version: z.int().min(1),
    task_name: Label,
    /** Names the text with inputs, gold, checks and template. */
    manifest: Digest,
    models: z.array(PinnedModel).min(1).max(50),
    /** When the provider listed their prices. */
    priced_at: z.string().optional(),
    inputs: z.int().min(1),
    checks: z.int().min(0),
    repetitions: z.int().min(1).max(100),
    planned: z.int().min(1),
    concurrency: z.int().min(1).max(200),
    budget_nano: NanoUsd.nullable(),
    temperature: z.number().nullable(),
    max_tokens: z.int().min(1),
    seed: z.int(),
    in_doubt: InDoubt,
    /** No real model is called: every page, table and export says so. */
    simulated: z.boolean(),
    /** How inputs that are too long for a model are asked. */
    long_inputs: LongInputs.optional(),
    /** Right answers that stand in its prompts, where the person went on nevertheless. */
    leaks: z.int().min(1).optional(),
    /** What its models are ranked by; else by F1. */
    ranking: z.string().optional(),
    request: Digest,
    /** Names the text that lists the outputs it imports in place of calls. */
    imported: Digest.optional(),
    /** The evaluation whose answers it carries over: it asks only for what that one lacks. */
    extends: EvaluationId.optional(),
    /** Answers of any earlier evaluation of its task are carried over. Absent: begun before answers could be. */
    cache: z.boolean().optional(),
  }),
});

const ofEvaluation = z.object({ evaluation_id: EvaluationId });
/** No new request is sent until it is resumed; those under way end. */
export const EvaluationPaused = defineEvent({
  type: 'EvaluationPaused',
  version: 1,
  data: ofEvaluation.extend({
    /** Nobody asked for it: a call of this model cost so much more than the most that it could. */
    overcharged: z.object({ label: Label, over_nano: NanoUsd }).optional(),
  }),
});
export const EvaluationResumed = defineEvent({ type: 'EvaluationResumed', version: 1, data: ofEvaluation });
/** No request is sent any more; those under way end, the rest is cancelled. */
export const EvaluationCancelled = defineEvent({ type: 'EvaluationCancelled', version: 1, data: ofEvaluation });

/** What made a model be abandoned: calls that failed, or attempts that timed out, one after the other. */
export const AbandonedAfter = z.enum(['failed_calls', 'timed_out_attempts']);

/** A model failed too often in a row: no request is sent to it any more, its other calls fail, the other models go on. */
export const ModelAbandoned = defineEvent({
  type: 'ModelAbandoned',
  version: 1,
  data: ofEvaluation.extend({
    label: Label,
    after: AbandonedAfter,
    count: z.int().min(1),
    /** Of the last of them. */
    reason: FailureReason,
  }),
});

/** A person wants no more of one model: nothing is sent to it any more, what is left of its calls is cancelled. */
export const ModelCancelled = defineEvent({
  type: 'ModelCancelled',
  version: 1,
  data: ofEvaluation.extend({ label: Label }),
});

/** All calls settled, all outputs scored, all costs posted: its results are final. */
export const EvaluationCompleted = defineEvent({
  type: 'EvaluationCompleted',
  version: 1,
  data: z.object({
    evaluation_id: EvaluationId,
    status: z.enum(['completed', 'budget_exhausted', 'cancelled', 'failed']),
    answered: z.int(),
    failed: z.int(),
    unscored: z.int(),
    cancelled: z.int().optional(),
  }),
});
