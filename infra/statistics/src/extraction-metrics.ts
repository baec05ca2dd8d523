/** What matching an output's items to the gold items counted. */
export interface ExtractionCounts {
  tp: number;
  fp: number;
  fn: number;
  parseFailed: boolean;
  goldEmpty: boolean;
}

/** The quality of one output, each 0 to 1; null is not measured: nothing was claimed, or nothing was there to find. */
export interface ExtractionMetrics {
  accuracy: number | null;
  hallucination_rate: number | null;
  completeness: number | null;
  f1: number | null;
}

/** Accuracy, hallucination rate, completeness and F1 of one output, edge cases as in science.md table 2.1. */
export function extractionMetrics({ tp, fp, fn, parseFailed, goldEmpty }: ExtractionCounts): ExtractionMetrics {
  const claimed = tp + fp;
  if (parseFailed || claimed === 0) {
    const score = !parseFailed && goldEmpty ? 1 : 0; // rightly silent
    return { accuracy: score, hallucination_rate: null, completeness: goldEmpty ? null : 0, f1: score };
  }
  return {
    accuracy: tp / claimed,
    hallucination_rate: fp / claimed,
    completeness: goldEmpty ? null : tp / (tp + fn),
    f1: (2 * tp) / (2 * tp + fp + fn),
  };
}
