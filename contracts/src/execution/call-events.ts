import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { CallId, Digest, EvaluationId, Label, TaskId } from '../ids.ts';
import { NanoUsd } from '../money.ts';
import { Prices } from '../prices.ts';

/** What a call is made for. */
export const Phase = z.enum(['execution', 'check_generation', 'recommendation']);
export type Phase = z.infer<typeof Phase>;

/** How a call stands. */
export const CallStatus = z.enum([
  'requested',
  'attempting',
  'in_doubt',
  'held',
  'answered',
  'failed',
  'unscored',
  'cancelled',
]);
export type CallStatus = z.infer<typeof CallStatus>;

/** The fields that tell one call from another, the same in every event of it. */
export const CallKey = z.object({
  call_id: CallId,
  /** Null for a call made for a task, not for an evaluation. */
  evaluation_id: EvaluationId.nullable(),
  task_id: TaskId,
  phase: Phase,
  label: Label,
  /** Empty for a check generation. */
  input_id: z.string().max(120),
  repetition: z.int().min(0),
});
export type CallKey = z.infer<typeof CallKey>;

/** What a call was made for says who wants to know its end. */
const topicOf = ({ phase }: Pick<CallKey, 'phase'>): string => phase;

/** A model owes an output for an input. Said once; what is tried for it are attempts. */
export const CallRequested = defineEvent({
  type: 'CallRequested',
  version: 1,
  data: CallKey.extend({
    /** Who pays: the evaluation's id, or the task's for its check generation. */
    payer: z.uuid(),
    /** Order of sending within its payer: input by input across models. */
    ordinal: z.int().min(0),
    model_id: z.string(),
    connection_id: z.string(),
    prices: Prices.nullable(),
    prompt_bytes: z.int().min(0),
    max_tokens: z.int().min(1),
    budget_nano: NanoUsd.nullable(),
    /** Requests of one attempt, where its input is asked in parts; `prompt_bytes` and `max_tokens` are of all of them. */
    parts: z.int().min(2).optional(),
    /** Names the prompt's text where no manifest makes it. */
    prompt: Digest.nullable(),
    /** Names what is sent, to whom, for which repetition: calls of one task that are asked alike have it in common. */
    asked: Digest.optional(),
  }),
});

/** The intent to send one request; in the log before it leaves. */
export const AttemptStarted = defineEvent({
  type: 'AttemptStarted',
  version: 1,
  data: z.object({ call_id: CallId, attempt: z.int().min(1), owner: z.string() }),
});

/** Why an attempt brought no output. */
export const FailureReason = z.enum([
  'rate_limited',
  'server_error',
  /** The whole answer, or its first token, was not there in time. */
  'timeout',
  'first_token_timeout',
  'connection',
  /** The answer broke off before its end. */
  'cut_stream',
  /** What came is no JSON, or no answer in the wire's form. */
  'malformed',
  /** The provider answered 200, and an error in it. */
  'error_in_answer',
  'no_choices',
  /** It ended in due form without a word. */
  'empty_answer',
  /** All its tokens were spent before the first word. */
  'length',
  /** Declined without a word. */
  'refusal',
  'refused_key',
  'no_credit',
  'unknown_model',
  'bad_request',
  'provider_error',
  'in_doubt',
  /** Its model was abandoned: no request was made for it, or no further one. */
  'abandoned',
]);
export type FailureReason = z.infer<typeof FailureReason>;

const attemptFailed = CallKey.extend({
  payer: z.uuid(),
  attempt: z.int().min(1),
  reason: FailureReason,
  http_status: z.int().nullable(),
  /** The provider may have charged for it (it had begun to answer, or never said). */
  may_have_cost: z.boolean(),
  /** The provider's name for it, where it had begun to answer. */
  generation_id: z.string().max(200).nullable().optional(),
  /** What it cost is not known, and its provider is asked for it by that name. */
  looked_up: z.boolean().optional(),
});

/** One request brought no output. `retry_at`: microseconds since 1970, or null when it was the last. */
export const AttemptFailed = defineEvent({
  type: 'AttemptFailed',
  version: 2,
  data: attemptFailed.extend({ retry_at: z.int().nullable() }),
  upcast: { 1: (v1) => v1 }, // v2 knows more reasons
});

/** The process that sent an attempt died or was cut off: whether it was answered is not known. */
export const AttemptInDoubt = defineEvent({
  type: 'AttemptInDoubt',
  version: 1,
  data: CallKey.extend({ payer: z.uuid(), attempt: z.int().min(1) }),
});

/** Its attempt is in doubt and the evaluation asks for a person's decision before anything more is sent. */
export const CallHeld = defineEvent({
  type: 'CallHeld',
  version: 1,
  data: CallKey.extend({ payer: z.uuid(), attempt: z.int().min(1) }),
});

/** A person decided that a held call is tried again. */
export const CallReleased = defineEvent({
  type: 'CallReleased',
  version: 1,
  data: CallKey.extend({ payer: z.uuid() }),
});

/** What an answer used and cost, and how long it took. */
export const Usage = z.object({
  prompt_tokens: z.int().min(0).nullable(),
  completion_tokens: z.int().min(0).nullable(),
  cached_tokens: z.int().min(0),
  /** The provider's own figure, or null where it reports none. */
  reported_nano: NanoUsd.nullable(),
  /** From send to first and last byte, the provider's time without our queue, ms. */
  first_token_ms: z.number().min(0).nullable(),
  latency_ms: z.number().min(0),
});
export type Usage = z.infer<typeof Usage>;

/**
 * Why an output is not what was asked for: cut at its most tokens, declined, or only shaped like an answer by the simulated
 * provider, which does not know the task. It is scored as it stands, and marked.
 */
export const OutputMark = z.enum(['length', 'refusal', 'shaped']);
export type OutputMark = z.infer<typeof OutputMark>;
/** How the simulated provider says so. */
export const SHAPED_FINGERPRINT = 'fp_simulated_shaped';

/**
 * Whether the tokens that a provider tells can be. `unexplained`: more than bytes came back, as of thoughts that are not
 * told; counted as told. `implausible`: negative, or more than was asked for; not counted.
 */
export const UsageState = z.enum(['told', 'missing', 'unexplained', 'implausible']);
export type UsageState = z.infer<typeof UsageState>;

const answer = CallKey.extend({
  payer: z.uuid(),
  attempt: z.int().min(1),
  output: Digest,
  usage: Usage,
  finish_reason: z.string().max(60).nullable(),
  served_model: z.string().max(200).nullable(),
  generation_id: z.string().max(200).nullable(),
  mark: OutputMark.nullable().optional(),
  usage_state: UsageState.optional(),
  /** Who served it behind the address, and the build of the model that did, where they are told. */
  provider: z.string().max(200).nullable().optional(),
  system_fingerprint: z.string().max(200).nullable().optional(),
  /** How long the attempt could have been sent before it was, ms: our own queue, in no latency. */
  queue_ms: z.number().min(0).nullable().optional(),
  /** What it cost is not known, and its provider is asked for it by the generation's id. */
  looked_up: z.boolean().optional(),
  /** What its output was made of, where its input was asked in parts: in order, a merging request last. */
  parts: z
    .array(
      z.object({
        output: Digest,
        prompt_tokens: z.int().min(0).nullable(),
        completion_tokens: z.int().min(0).nullable(),
        latency_ms: z.number().min(0),
      }),
    )
    .optional(),
  /** One of the answers to parts of its input cannot be read: the output is all of them, and says nothing as a whole. */
  unjoined: z.literal(true).optional(),
});

/** An output came in: the call is settled. */
export const CallAnswered = defineEvent({ type: 'CallAnswered', version: 1, data: answer, topicOf });

/** An answer came after its attempt was given up: paid for, never scored. */
export const AnswerSuperseded = defineEvent({ type: 'AnswerSuperseded', version: 1, data: answer });

/** A provider said later what an attempt of unknown cost was charged with. Changes what was spent and nothing else. */
export const AttemptReconciled = defineEvent({
  type: 'AttemptReconciled',
  version: 1,
  data: CallKey.extend({ payer: z.uuid(), attempt: z.int().min(1), cost_nano: NanoUsd }),
});

/** The provider did not say in time what an attempt was charged with: its cost stays unknown. */
export const AttemptUnreconciled = defineEvent({
  type: 'AttemptUnreconciled',
  version: 1,
  data: CallKey.extend({ payer: z.uuid(), attempt: z.int().min(1) }),
});

/** No attempt brought an output and no further one is made. */
export const CallFailed = defineEvent({
  type: 'CallFailed',
  version: 2,
  data: CallKey.extend({ payer: z.uuid(), reason: FailureReason, attempts: z.int().min(0) }),
  topicOf,
  upcast: { 1: (v1) => v1 }, // v2 knows more reasons, and calls that failed before any attempt
});

/** The budget did not reach this call: no request was sent for it, or no further one. Or no output of it was imported. */
export const CallUnscored = defineEvent({
  type: 'CallUnscored',
  version: 2,
  data: CallKey.extend({
    payer: z.uuid(),
    reason: z.enum(['budget', 'unknown_price', 'not_imported']),
    /** Its order within its payer, where it was never requested. */
    ordinal: z.int().min(0).optional(),
  }),
  topicOf,
  upcast: { 1: (v1) => v1 }, // v1 knew no imported outputs
});

/** An output that was there already was given for a cell: no request is made for it, the call is settled. */
export const OutputImported = defineEvent({
  type: 'OutputImported',
  version: 1,
  data: CallKey.extend({
    payer: z.uuid(),
    ordinal: z.int().min(0),
    output: Digest,
    /** As they were given; null: not known. */
    prompt_tokens: z.int().min(0).nullable(),
    completion_tokens: z.int().min(0).nullable(),
    cost_nano: NanoUsd.nullable(),
    latency_ms: z.number().min(0).nullable(),
  }),
});

/**
 * An earlier call of the task was asked alike, so its answer is this call's too: no request is made, nothing is paid, the
 * call is settled.
 */
export const OutputCarried = defineEvent({
  type: 'OutputCarried',
  version: 1,
  data: CallKey.extend({
    payer: z.uuid(),
    ordinal: z.int().min(0),
    asked: Digest,
    /** The call that was really answered, however often its answer was carried since. */
    from: CallId,
    output: Digest,
    usage: Usage,
    /** What that call had cost with all its attempts; null: not known. */
    cost_nano: NanoUsd.nullable(),
    finish_reason: z.string().max(60).nullable(),
    served_model: z.string().max(200).nullable(),
    mark: OutputMark.nullable(),
    /** One of the answers to parts of its input cannot be read: the output is all of them, and says nothing as a whole. */
    unjoined: z.literal(true).optional(),
  }),
});

/** Its evaluation was cancelled before it was settled: no further request is sent for it. */
export const CallCancelled = defineEvent({
  type: 'CallCancelled',
  version: 1,
  data: CallKey.extend({ payer: z.uuid() }),
});
