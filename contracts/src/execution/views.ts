import { z } from 'zod';
import { CostState } from '../billing/events.ts';
import { CallId, EvaluationId, TaskId } from '../ids.ts';
import { CanShow } from '../scoring/ranking.ts';
import { CallStatus, FailureReason, OutputMark, UsageState } from './call-events.ts';
import { AbandonedAfter, InDoubt } from './evaluation-events.ts';

export const EvaluationStatus = z.enum([
  'pending',
  'running',
  'paused',
  'held',
  'completed',
  'cancelled',
  'budget_exhausted',
  'failed',
]);
export type EvaluationStatus = z.infer<typeof EvaluationStatus>;

export const Progress = z.object({
  planned: z.int(),
  answered: z.int(),
  failed: z.int(),
  in_doubt: z.int(),
  held: z.int(),
  unscored: z.int(),
  cancelled: z.int(),
  scored: z.int(),
  /** Of those answered: carried over from an earlier evaluation, at no cost. */
  carried: z.int(),
});
export type Progress = z.infer<typeof Progress>;

/** `exact`: every entry is reported or estimated at known prices; `partial`: some entries are of unknown cost. */
export const CostTotal = z.object({ cost_usd: z.string(), cost_state: z.enum(['exact', 'partial', 'unknown']) });

/** One model of a run, as the live page shows it. */
export const ModelProgress = z
  .object({
    evaluation_id: EvaluationId,
    label: z.string(),
    model_id: z.string(),
    /** Place in the evaluation's list of models: gives colour and shape. */
    place: z.int(),
    planned: z.int(),
    answered: z.int(),
    failed: z.int(),
    retried: z.int(),
    in_doubt: z.int(),
    held: z.int(),
    unscored: z.int(),
    cancelled: z.int(),
    carried: z.int(),
    /** Why nothing is sent to it any more, while it has failed too often; null otherwise. */
    abandoned: FailureReason.nullable(),
    cost_usd: z.string(),
    unknown_costs: z.int(),
  })
  .meta({ id: 'ModelProgress' });
export type ModelProgress = z.infer<typeof ModelProgress>;

/** A model that was abandoned: after how many failed calls or timed-out attempts in a row, and why the last of them. */
export const AbandonedModel = z.object({
  label: z.string(),
  reason: FailureReason,
  after: AbandonedAfter,
  count: z.int(),
});
export type AbandonedModel = z.infer<typeof AbandonedModel>;

/** An evaluation: what was asked, how far it is, what it cost so far. */
export const EvaluationView = z
  .object({
    id: EvaluationId,
    task_id: TaskId,
    task_name: z.string(),
    task_version: z.int(),
    status: EvaluationStatus,
    models: z.array(z.string()),
    /** Models that failed too often in a row: their other calls were not made. */
    abandoned: z.array(AbandonedModel),
    inputs: z.int(),
    checks: z.int(),
    repetitions: z.int(),
    concurrency: z.int(),
    in_doubt: InDoubt,
    /** Right answers that stand in its prompts: with any, its figures say little. */
    leaks: z.int(),
    /** A call of this model cost so much more than the most that it could, and the evaluation was paused for it, once. */
    overcharged: z.object({ label: z.string(), over_usd: z.string() }).nullable(),
    /** What its models are ranked by, where that was declared; else F1. */
    ranking: z.string().nullable(),
    budget_usd: z.string().nullable(),
    seed: z.int(),
    /** Null: the provider decides. */
    temperature: z.number().nullable(),
    /** The most that an answer may have. */
    max_tokens: z.int(),
    simulated: z.boolean(),
    /** What these inputs can show, before anything is measured; null for one model. */
    can_show: CanShow.nullable(),
    progress: Progress,
    started_at: z.string(),
    ended_at: z.string().nullable(),
    ...CostTotal.shape,
    /** Its outputs were given: no model is asked. */
    imported: z.boolean(),
    /** The evaluation whose answers it carries over. */
    extends: EvaluationId.nullable(),
    /** Answers of any earlier evaluation of its task are carried over. */
    cache: z.boolean(),
  })
  .meta({ id: 'Evaluation' });
export type EvaluationView = z.infer<typeof EvaluationView>;
export const EvaluationList = z.object({ evaluations: z.array(EvaluationView), next_cursor: z.string().nullable() });

/** The first and every later message of `WS /evaluations/{id}/live`. Rows replace earlier rows with the same key. */
export const LiveMessage = z
  .object({
    type: z.enum(['snapshot', 'changes']),
    /** The log position that the rows show; give it back as `?from=` to go on from there. */
    position: z.int(),
    evaluation: EvaluationView.optional(),
    models: z.array(ModelProgress),
  })
  .meta({ id: 'LiveMessage' });
export type LiveMessage = z.infer<typeof LiveMessage>;

export const CallRow = z
  .object({
    call_id: CallId,
    evaluation_id: EvaluationId.nullable(),
    phase: z.string(),
    label: z.string(),
    input_id: z.string(),
    repetition: z.int(),
    status: CallStatus,
    attempts: z.int(),
    reason: z.string().nullable(),
    /** Its output was cut at its most tokens or is a refusal: scored as it stands. */
    mark: OutputMark.nullable(),
    /** In our queue; from send to the first token; from send to the last byte. Waiting for a retry is in none of them. */
    queue_ms: z.number().nullable(),
    first_token_ms: z.number().nullable(),
    latency_ms: z.number().nullable(),
    prompt_tokens: z.int().nullable(),
    completion_tokens: z.int().nullable(),
    /** Its output was given, not asked for. */
    imported: z.boolean(),
    /** The earlier call that was answered; nothing was asked or paid for this one. Its times and tokens are that call's. */
    carried_from: CallId.nullable(),
  })
  .meta({ id: 'CallRow' });
export type CallRow = z.infer<typeof CallRow>;
export const CallList = z.object({ calls: z.array(CallRow), next_cursor: z.string().nullable() });

/** One request of a call: how it ended and what it cost, or may have cost. */
export const AttemptView = z
  .object({
    attempt: z.int(),
    started_at: z.string(),
    ended_at: z.string().nullable(),
    outcome: z.enum(['attempting', 'answered', 'superseded', 'failed', 'in_doubt']),
    reason: FailureReason.nullable(),
    http_status: z.int().nullable(),
    /** No sooner is it tried again. */
    retry_at: z.string().nullable(),
    /** Null: not known. */
    cost_usd: z.string().nullable(),
    /** Whose figure that is; null while it is under way. */
    cost_state: CostState.nullable(),
    /** `awaited`: the provider is asked what it was charged with; `not_told`: it did not say. Null: it is not asked. */
    cost_lookup: z.enum(['awaited', 'told', 'not_told']).nullable(),
    /** What it may have cost at most where that is not known; null where the price is unknown as well. */
    may_cost_usd: z.string().nullable(),
    queue_ms: z.number().nullable(),
    first_token_ms: z.number().nullable(),
    latency_ms: z.number().nullable(),
    usage_state: UsageState.nullable(),
    finish_reason: z.string().nullable(),
    served_model: z.string().nullable(),
    provider: z.string().nullable(),
    system_fingerprint: z.string().nullable(),
    generation_id: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });
export type AttemptView = z.infer<typeof AttemptView>;

/** A call with the text that came back, or null while there is none, and every request that was made for it. */
export const CallView = CallRow.extend({
  output: z.string().nullable(),
  /** What the output was made of, where its input was asked in parts: in order, a merging request last. */
  parts: z
    .array(
      z.object({
        output: z.string(),
        prompt_tokens: z.int().nullable(),
        completion_tokens: z.int().nullable(),
        latency_ms: z.number(),
      }),
    )
    .nullable(),
  tries: z.array(AttemptView),
}).meta({
  id: 'Call',
});
export type CallView = z.infer<typeof CallView>;

/** A price in USD as exact decimal text, for one token and for a million. */
const Price = z.object({ per_token: z.string(), per_million: z.string() });
const rates = {
  prompt: Price,
  completion: Price,
  /** Of prompt tokens read from the provider's cache, and written into it. Null: as any other token. */
  cached: Price.nullable(),
  cache_write: Price.nullable(),
  /** Of completion tokens that are not shown. */
  reasoning: Price.nullable(),
};

/** A model that can be chosen, as its provider lists it. Null: the provider does not say. */
export const ModelRow = z
  .object({
    id: z.string(),
    name: z.string(),
    connection_id: z.string(),
    /** Who made it: the first part of its id, or who owns it. */
    provider: z.string().nullable(),
    created_at: z.string().nullable(),
    /** The day from which it is no longer offered. */
    expires_on: z.string().nullable(),
    /** Other names that it may be chosen by. */
    aliases: z.array(z.string()),
    /** A moving name such as `~…-latest`: the model that it stands for now. An evaluation pins that one. */
    alias_of: z.string().nullable(),
    context_length: z.int().nullable(),
    max_completion_tokens: z.int().nullable(),
    input_modalities: z.array(z.string()).nullable(),
    output_modalities: z.array(z.string()).nullable(),
    /** The parameters that it takes. */
    parameters: z.array(z.string()).nullable(),
    /** Known, and nothing is charged. */
    free: z.boolean(),
    /** Null: unknown, so no budget can be kept. `tiers`: other rates for the whole request from so many prompt tokens on. */
    prices: z
      .object({
        ...rates,
        request_usd: z.string().nullable(),
        tiers: z.array(z.object({ from_prompt_tokens: z.int(), ...rates })),
      })
      .nullable(),
    /** What else it charges for, in USD for each unit as listed (image, web_search …); no cost is worked out with these. */
    other_prices: z.record(z.string(), z.string().nullable()),
  })
  .meta({ id: 'Model' });
export type ModelRow = z.infer<typeof ModelRow>;

const freshness = {
  /** When the list was fetched. */
  fetched_at: z.string(),
  /** The last refresh failed, so an older list is shown. */
  stale: z.boolean(),
  /** What there is to know about the list, in a sentence or two: why it is stale, what it lacks. */
  notice: z.string().nullable(),
};
/** A page of the catalogue. `found`: how many models the whole query finds. */
export const ModelList = z.object({
  models: z.array(ModelRow),
  next_cursor: z.string().nullable(),
  found: z.int(),
  ...freshness,
});
export type ModelList = z.infer<typeof ModelList>;
/** The catalogue as a refresh left it. */
export const CatalogueView = z.object({ models: z.int(), ...freshness }).meta({ id: 'Catalogue' });
export type CatalogueView = z.infer<typeof CatalogueView>;
