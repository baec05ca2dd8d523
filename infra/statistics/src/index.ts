export { bestMatching, type Matching } from './assignment.ts';
export { bcaInterval } from './bootstrap.ts';
export { canShow, fewestInputs, inputsToShow, type Shown } from './can-show.ts';
export { bradleyTerry, type Strengths } from './bradley-terry.ts';
export { holm, mcnemarTest } from './compare.ts';
export {
  consistency,
  errorOfSpread,
  narrowing,
  splitVariance,
  spreadOfRunMeans,
  type VarianceSplit,
} from './consistency.ts';
export { evidence, sequenceRadius, successiveRejects } from './early-stop.ts';
export { extractionMetrics, type ExtractionCounts, type ExtractionMetrics } from './extraction-metrics.ts';
export { groupedVariance, sourceOf } from './grouped.ts';
export { tInterval, type Interval } from './intervals.ts';
export { kendallTauB } from './kendall.ts';
export { meanInterval, type MeanInterval } from './mean-interval.ts';
export { mean, quantile, sampleVariance } from './mean.ts';
export { normaliseText } from './normalise.ts';
export { passAll, passAny, type Tries } from './pass-at-k.ts';
export { betaInterval, clopperPearson, noFailureBound, wilson } from './proportion.ts';
export { random } from './random.ts';
export { rankIntervals, type PairComparison, type RankedModel, type Ranking, type ScoredModel } from './rank.ts';
export { answerEntropy, modalShare, totalAgreement } from './repeats.ts';
export { inputsNeeded, smallestDifference, type Plan } from './sample-size.ts';
export { signFlipTest, smallestP } from './sign-flip.ts';
export { textSimilarity } from './similarity.ts';
