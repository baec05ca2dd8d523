import { mean, sampleVariance } from './mean.ts';

/**
 * How much a model's score moves when the same input is asked again: √(mean of variances over inputs), lower is
 * better (science.md 2.3). Takes the scores of the repetitions, a list an input; null if none was asked twice.
 */
export function consistency(scoresByInput: readonly (readonly number[])[]): number | null {
  const variances = scoresByInput.map(sampleVariance).filter((variance) => variance !== null);
  const average = mean(variances);
  return average === null ? null : Math.sqrt(average);
}
