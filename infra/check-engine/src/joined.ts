import type { Evaluation } from './rule.ts';

/**
 * The verdict of several: one that decides (a fail of all, a pass of any) is the verdict whatever the others say; else
 * one that did not run leaves it open; else it is what those say that apply.
 */
export function joined(evaluations: readonly Evaluation[], decides: 'pass' | 'fail'): Evaluation {
  const first = (verdict: Evaluation['verdict']) => evaluations.find((one) => one.verdict === verdict);
  const other = decides === 'pass' ? 'fail' : 'pass';
  return first(decides) ?? first('error') ?? first(other) ?? evaluations[0]!;
}
