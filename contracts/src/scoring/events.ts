import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { Digest, EvaluationId } from '../ids.ts';
import { CallKey } from '../execution/events.ts';

/** How one check judged one output, by the check's place in the set: 1 pass, 0 fail, null no verdict. */
export const Verdicts = z.array(z.union([z.literal(1), z.literal(0), z.null()]));

const share = z.number().min(0).max(1).nullable();
/** One output held against its gold; definitions: the metrics of one output. Null: not measured, never 0. */
export const OutputMetrics = z.object({
  tp: z.int().nullable(),
  fp: z.int().nullable(),
  fn: z.int().nullable(),
  accuracy: share,
  hallucination_rate: share,
  completeness: share,
  f1: share,
  instruction_following: share,
});
export type OutputMetrics = z.infer<typeof OutputMetrics>;

/** `extracted`: one code fence or prose around the answer was removed. */
export const ParseState = z.enum(['parsed', 'extracted', 'failed', 'no_gold']);

/** An output was parsed, matched and checked. */
export const CallScored = defineEvent({
  type: 'CallScored',
  version: 1,
  data: CallKey.extend({
    revision: z.int().min(0),
    metric_version: z.int().min(1),
    parse: ParseState,
    metrics: OutputMetrics,
    verdicts: Verdicts,
    /** Names the text with pairs, reasons and evidence. */
    detail: Digest,
  }),
});

/** Every answered call of an evaluation has its score. */
export const ScoringFinished = defineEvent({
  type: 'ScoringFinished',
  version: 1,
  data: z.object({ evaluation_id: EvaluationId, revision: z.int().min(0), scored: z.int().min(0) }),
});
