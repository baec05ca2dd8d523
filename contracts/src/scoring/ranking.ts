import { z } from 'zod';

/** What models can be ranked by, alone or weighted. */
export const RankMetric = z.enum(['f1', 'accuracy', 'completeness', 'instruction_following']);
export type RankMetric = z.infer<typeof RankMetric>;

const WEIGHT = '(?:0|[1-9]\\d{0,3})(?:\\.\\d{1,4})?';
const PART = `(?:${RankMetric.options.join('|')})(?::${WEIGHT})?`;

/** The parts of `f1:0.7,accuracy:0.3`; a metric without a weight weighs 1. */
export const weightsOf = (text: string): { metric: RankMetric; weight: number }[] =>
  text.split(',').map((part) => {
    const [metric, weight = '1'] = part.split(':') as [RankMetric, string?];
    return { metric, weight: Number(weight) };
  });

/** What models are ranked by: `accuracy`, or a weighting such as `f1:0.7,instruction_following:0.3`. */
export const Ranking = z
  .string()
  .regex(
    new RegExp(`^${PART}(?:,${PART}){0,3}$`),
    'must be f1, accuracy, completeness or instruction_following, or several with weights: f1:0.7,accuracy:0.3',
  )
  .superRefine((text, issues) => {
    const refuse = (message: string) => issues.addIssue({ code: 'custom', message });
    const parts = weightsOf(text);
    if (new Set(parts.map(({ metric }) => metric)).size < parts.length) refuse('names a metric twice');
    if (parts.some(({ weight }) => weight === 0)) refuse('has a weight of 0; leave the metric out instead');
  });

export const ResultsQuery = z.strictObject({
  /** Left out: by what the evaluation declared, else by F1. */
  rank_by: Ranking.optional(),
  /** What a model must reach to be worth using. */
  at_least: z.coerce.number().min(0).max(1).optional(),
});
export type ResultsQuery = z.infer<typeof ResultsQuery>;

/**
 * What a number of inputs can show, said before anything is paid for and again from what was measured. A true lead of
 * `smallest_difference` is found four times in five; null: the inputs are too few for any lead.
 */
export const CanShow = z
  .object({
    models: z.int(),
    inputs: z.int(),
    repetitions: z.int(),
    /** With fewer, no lead can be shown, however large. */
    fewest_inputs: z.int(),
    smallest_difference: z.number().nullable(),
    /** What it would take to see less; null where there is nothing more to ask for. */
    next: z.object({ difference: z.number(), inputs: z.int() }).nullable(),
    sentence: z.string(),
  })
  .meta({ id: 'CanShow' });
export type CanShow = z.infer<typeof CanShow>;

/** Which model to use: all that may be best, the cheapest of them, and what could not be told apart. */
export const Recommendation = z.object({
  /** The best choice first. */
  may_be_best: z.array(z.string()),
  /** Null where a cost is unknown. */
  cheapest: z.string().nullable(),
  /** Pairs among those that may be best; `more_inputs` null: cannot be said, or more than anyone has. */
  not_separated: z.array(z.object({ a: z.string(), b: z.string(), inputs: z.int(), more_inputs: z.int().nullable() })),
});

/** Whether a metric says something about this task, and why. */
export const MetricChoice = z.object({
  metric: z.enum([
    'f1',
    'accuracy',
    'completeness',
    'hallucination_rate',
    'instruction_following',
    'consistency',
    'cost',
  ]),
  applies: z.boolean(),
  reason: z.string(),
});
export type MetricChoice = z.infer<typeof MetricChoice>;

const share = z.number().min(0).max(1).nullable();

/** How far a model repeats itself when the same input is asked again. Null: not measured. */
export const Repeats = z.object({
  repetitions: z.int(),
  /** Inputs answered that often, which the shares are of. */
  inputs: z.int(),
  /** Standard deviation of the mean F1 of each repetition. */
  run_mean_std: z.number().nullable(),
  /** Share of inputs whose outputs are all the same, byte by byte (TARr@N). */
  same_output: share,
  /** The same of their parsed and normalised answers (TARa@N). */
  same_answer: share,
  /** Chance that k outputs are all right (F1 of 1; without gold: every check passed), k = 1, 2, … (pass^k). */
  pass_all: z.array(z.number()),
  /** Chance that one of k outputs is right (pass@k). */
  pass_any: z.array(z.number()),
  /** Entropy of answers over its largest possible value. */
  entropy: share,
  modal_share: share,
  /** Variance of F1 between inputs, and within one input. */
  between: z.number().nullable(),
  within: z.number().nullable(),
});
export type Repeats = z.infer<typeof Repeats>;

/** Counts pooled over inputs, so that inputs with many items weigh more than others. */
export const Micro = z.object({
  accuracy: share,
  hallucination_rate: share,
  completeness: share,
  f1: share,
  inputs: z.int(),
});
