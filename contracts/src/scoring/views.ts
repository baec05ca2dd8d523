import { z } from 'zod';
import { EvaluationId, TaskId } from '../ids.ts';
import { CanShow, MetricChoice, Micro, RankMetric, Recommendation, Repeats } from './ranking.ts';

/** A mean over inputs with its 95 % interval; `low` and `high` are null where none can be given. */
export const Estimate = z.object({
  mean: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Inputs behind it. */
  n: z.int(),
});
export type Estimate = z.infer<typeof Estimate>;
const metric = Estimate.nullable();

/** A model's row in the ranking. A rank is a range: 1–2 means that it may be first or second. */
export const ResultsRow = z
  .object({
    label: z.string(),
    model_id: z.string(),
    place: z.int(),
    rank_low: z.int(),
    rank_high: z.int(),
    accuracy: metric,
    hallucination_rate: metric,
    completeness: metric,
    f1: metric,
    instruction_following: metric,
    consistency: metric,
    cost_usd: z.string().nullable(),
    /** For 1,000 inputs, one repetition each. */
    cost_per_1000_usd: z.string().nullable(),
    latency_ms: z.object({ p50: z.number(), p95: z.number() }).nullable(),
    calls: z.object({
      planned: z.int(),
      answered: z.int(),
      failed: z.int(),
      unscored: z.int(),
      cancelled: z.int(),
      parse_failed: z.int(),
      /** Answered, but cut at the most tokens, or declined: in every figure as they stand. */
      cut_short: z.int(),
      refused: z.int(),
    }),
    violations: z.int(),
    /** What it is ranked by: F1, unless the ranking says otherwise. */
    ranked: metric,
    micro: Micro.nullable(),
    /** Null for one repetition. */
    repeats: Repeats.nullable(),
    /** Share of matched items whose field is right, by declared field. */
    fields: z.array(z.object({ field: z.string(), accuracy: metric })),
    /** F1 by group of inputs, where there are few groups. */
    groups: z.array(z.object({ group: z.string(), f1: metric })),
  })
  .meta({ id: 'ResultsRow' });
export type ResultsRow = z.infer<typeof ResultsRow>;

/** How two models compare on the inputs that both have. */
export const PairRow = z.object({
  a: z.string(),
  b: z.string(),
  n: z.int(),
  missing: z.int(),
  difference: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  p_adjusted: z.number(),
  /** Better beyond chance: the ranks count it. */
  told: z.boolean(),
});

export const ViolationRow = z.object({
  check: z.string(),
  description: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  state: z.enum(['candidate', 'accepted']),
  /** Failed outputs by model label. */
  failed: z.record(z.string(), z.int()),
  /** Outputs on which it did not run; those that it does not apply to are not among them. */
  no_verdict: z.int(),
  /** The code that it runs, of each rule in it that does. */
  code: z.array(z.string()),
});

/** Cost of an evaluation by model and phase. */
export const CostRow = z.object({
  label: z.string(),
  phase: z.string(),
  cost_usd: z.string(),
  entries: z.int(),
  unknown_entries: z.int(),
});

/** The answer in words and the figures behind it. */
export const ResultsView = z
  .object({
    evaluation_id: EvaluationId,
    task_id: TaskId,
    task_name: z.string(),
    status: z.string(),
    simulated: z.boolean(),
    /** The simulated models do not know the task: there is no ranking to believe, only a sentence that says so. */
    shaped: z.boolean(),
    /** All scores are in; before that every figure is unfinished. */
    final: z.boolean(),
    metric_version: z.int(),
    seed: z.int(),
    ranked_by: z.string(),
    ranking: z.object({
      /** What models are ranked by, in words. */
      name: z.string(),
      weights: z.array(z.object({ metric: RankMetric, weight: z.number() })),
      /** Neighbours in the ranking of which no two can be told apart, best first. */
      tied: z.array(z.array(z.string())),
    }),
    recommendation: Recommendation,
    metrics: z.array(MetricChoice),
    /** Whether more inputs or more repetitions are the better next dollar, and what the repetitions are enough for. */
    advice: z.string().nullable(),
    /** From the two models in front as they were measured; before that, as planned. */
    can_show: CanShow.nullable(),
    /** Groups of inputs that come from one source; 0: every input stands alone. */
    groups: z.int(),
    answer: z.object({ sentence: z.string(), how_sure: z.string(), what_it_costs: z.string() }),
    rows: z.array(ResultsRow),
    pairs: z.array(PairRow),
    violations: z.array(ViolationRow),
    costs: z.array(CostRow),
    cost_usd: z.string(),
    cost_state: z.enum(['exact', 'partial', 'unknown']),
    inputs: z.int(),
    repetitions: z.int(),
    scored: z.int(),
    planned: z.int(),
    position: z.int(),
  })
  .meta({ id: 'Results' });
export type ResultsView = z.infer<typeof ResultsView>;

/** The latest answer of a task. */
export const RecommendationRow = z
  .object({
    task_id: TaskId,
    task_name: z.string(),
    evaluation_id: EvaluationId,
    evaluated_at: z.string(),
    simulated: z.boolean(),
    sentence: z.string(),
    models: z.array(z.string()),
    inputs: z.int(),
    checks: z.int(),
    f1: Estimate.nullable(),
    cost_per_1000_usd: z.string().nullable(),
  })
  .meta({ id: 'Recommendation' });
export type RecommendationRow = z.infer<typeof RecommendationRow>;
export const RecommendationList = z.object({
  recommendations: z.array(RecommendationRow),
  next_cursor: z.string().nullable(),
});
