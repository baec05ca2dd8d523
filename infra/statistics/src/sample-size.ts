import { normalQuantile } from './distributions.ts';

/** What decides how many inputs tell two models apart (Miller 2024, arXiv:2411.00640). */
export interface Plan {
  /** Variance of the paired difference between inputs, ω². */
  readonly between: number;
  /** Variance of each model's score within an input, σ², over its repetitions N. */
  readonly within: readonly { readonly variance: number; readonly repetitions: number }[];
  /** Chance of calling equal models different, 5 % unless set. */
  readonly alpha?: number;
  /** Chance of finding the difference if it is there, 80 % unless set. */
  readonly power?: number;
}

/** (z_{α/2} + z_β)²·(ω² + σ_A²/N_A + σ_B²/N_B) */
function scale({ between, within, alpha = 0.05, power = 0.8 }: Plan): number {
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return z ** 2 * within.reduce((sum, { variance, repetitions }) => sum + variance / repetitions, between);
}

/** n = (z_{α/2}+z_β)²·(ω² + σ_A²/N_A + σ_B²/N_B)/δ², not rounded; Infinity for no difference. */
export const inputsNeeded = (plan: Plan, difference: number): number =>
  Math.abs(difference) < 1e-9 ? Infinity : scale(plan) / difference ** 2;

/** The smallest difference that n inputs would find: the same, solved for δ. */
export const smallestDifference = (plan: Plan, n: number): number => Math.sqrt(scale(plan) / n);
