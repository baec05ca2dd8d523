import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { Digest, EvaluationId } from '../ids.ts';
import { CallKey } from '../execution/call-events.ts';

/** How one check judged one output: 1 pass, 0 fail; null: it did not run; or it had nothing to judge. */
export const Verdict = z.union([z.literal(1), z.literal(0), z.null(), z.literal('not_applicable')]);
export type Verdict = z.infer<typeof Verdict>;
/** By the check's place in the set. */
export const Verdicts = z.array(Verdict);

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
  version: 2,
  data: CallKey.extend({
    revision: z.int().min(0),
    metric_version: z.int().min(1),
    parse: ParseState,
    metrics: OutputMetrics,
    verdicts: Verdicts,
    /** Names the text with pairs, reasons and evidence. */
    detail: Digest,
    /** Of what the output says, parsed and normalised: two that say the same have the same. Names no text. */
    answer: Digest.optional(),
    /** By the declared field's place: of how many matched items it is right, and in how many it stands. */
    fields: z.array(z.tuple([z.int().min(0), z.int().min(0)])).optional(),
  }),
  upcast: { 1: (v1) => v1 }, // v1 knew no check that does not apply
});

/** Every answered call of an evaluation has its score. */
export const ScoringFinished = defineEvent({
  type: 'ScoringFinished',
  version: 1,
  data: z.object({ evaluation_id: EvaluationId, revision: z.int().min(0), scored: z.int().min(0) }),
});
