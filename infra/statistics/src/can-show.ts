import { inputsNeeded, smallestDifference } from './sample-size.ts';
import { smallestP } from './sign-flip.ts';

/** What is compared: how many models, on how many inputs, each asked how often. */
export interface Comparison {
  readonly models: number;
  readonly inputs: number;
  readonly repetitions: number;
  /** Where inputs share sources: how many there are, since chance moves the inputs of one together. */
  readonly sources?: number;
  /** Variance of the paired difference between two models, as measured; unless given, as planned. */
  readonly variance?: number;
}

/** What that can show. */
export interface Shown {
  fewest_inputs: number;
  smallest_difference: number | null;
  next: { difference: number; inputs: number } | null;
  sentence: string;
}

const ALPHA = 0.05;
// Assumed until it is measured: standard deviations of 0.27 between inputs and of 0.1 when one is asked again.
const PLANNED = { between: 0.075, within: 0.01 };
const STEPS = [0.15, 0.1, 0.05, 0.02, 0.01];
const STEP = 0.75;

const pairsOf = (models: number): number => (models * (models - 1)) / 2;
const some = (n: number, thing = 'input'): string => `${n.toLocaleString('en-GB')} ${thing}${n === 1 ? '' : 's'}`;

/** The fewest inputs on which any lead, however clear, can tell this many models apart. */
export function fewestInputs(models: number): number {
  let n = 1;
  while (smallestP(n) * pairsOf(models) > ALPHA) n++;
  return n;
}

/** About how many inputs a lead needs to be shown, of two models among several. Infinity for no lead. */
export function inputsToShow(difference: number, variance: number, models: number): number {
  // the first step of Holm's is the strictest; a lead that passes it needs no other
  const needed = inputsNeeded({ between: variance, within: [], alpha: ALPHA / pairsOf(models) }, difference);
  return Math.max(Math.ceil(needed), fewestInputs(models));
}

/** The smallest lead that inputs can show of several models, and what it would take to see less. */
export function canShow({ models, inputs, repetitions, sources, variance = planned(repetitions) }: Comparison): Shown {
  const fewest_inputs = fewestInputs(models);
  const missing = fewest_inputs - (sources ?? inputs);
  if (missing > 0) {
    const given = sources === undefined ? some(inputs) : `${some(inputs)} from ${some(sources, 'source')}`;
    const few = `${given} ${inputs === 1 ? 'is' : 'are'} too few to tell ${models} models apart`;
    const sentence = `${few}. Add at least ${sources === undefined ? missing : some(missing, 'source')}.`;
    return { fewest_inputs, smallest_difference: null, next: null, sentence };
  }
  const plan = { between: variance, within: [], alpha: ALPHA / pairsOf(models) };
  const smallest_difference = Math.min(1, smallestDifference(plan, inputs));
  const difference = STEPS.find((step) => step <= smallest_difference * STEP);
  const next = difference === undefined ? null : { difference, inputs: inputsToShow(difference, variance, models) };
  const size = smallest_difference < 0.005 ? smallest_difference.toPrecision(1) : smallest_difference.toFixed(2);
  const only = `${some(inputs)} can only show leads over ${size}.`;
  const add =
    next && `Add about ${(next.inputs - inputs).toLocaleString('en-GB')} to see ${next.difference.toFixed(2)}.`;
  return { fewest_inputs, smallest_difference, next, sentence: add ? `${only} ${add}` : only };
}

const planned = (repetitions: number): number => PLANNED.between + (2 * PLANNED.within) / repetitions;
