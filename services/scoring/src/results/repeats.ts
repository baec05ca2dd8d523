import type { Repeats } from '@taskbench/contracts';
import {
  answerEntropy,
  mean,
  modalShare,
  passAll,
  passAny,
  splitVariance,
  spreadOfRunMeans,
  totalAgreement,
} from '@taskbench/statistics';
import type { CallRow } from '../projections/calls.ts';
import { answersOf, repetitions } from './scores.ts';

const MOST_TRIES = 10;

/** How far a model repeats itself; null where each input was asked once. */
export function repeatsOf(calls: readonly CallRow[], inputs: readonly string[], asked: number): Repeats | null {
  if (asked < 2) return null;
  const answers = answersOf(calls, inputs);
  const whole = answers.filter(({ length }) => length === asked);
  const [outputs, said] = [textsOf(whole, 'output'), textsOf(whole, 'answer')];
  const f1 = [...repetitions(calls, inputs, (call) => call.f1).values()];
  const split = splitVariance(f1);
  const tries = answers.map(triesOf);
  const upTo = (value: (k: number) => number | null) =>
    Array.from({ length: Math.min(asked, MOST_TRIES) }, (_, i) => value(i + 1)).filter((share) => share !== null);
  return {
    repetitions: asked,
    inputs: whole.length,
    run_mean_std: spreadOfRunMeans(
      whole.map((list) => list.map(({ f1 }) => f1)).filter((list): list is number[] => !list.includes(null)),
    ),
    same_output: totalAgreement(outputs),
    same_answer: totalAgreement(said),
    pass_all: upTo((k) => passAll(tries, k)),
    pass_any: upTo((k) => passAny(tries, k)),
    entropy: mean(said.map(answerEntropy).filter((entropy) => entropy !== null)),
    modal_share: mean(said.map(modalShare).filter((share) => share !== null)),
    between: split?.between ?? null,
    within: split?.within ?? null,
  };
}

/** Names of what was said, for inputs where it is known of every repetition. */
const textsOf = (answers: readonly CallRow[][], what: 'output' | 'answer'): string[][] =>
  answers
    .map((list) => list.map((call) => call[what]))
    .filter((list): list is string[] => list.every((name) => name !== null));

/** An output succeeds when it is right as a whole; without gold, when it passes every check. */
function triesOf(calls: readonly CallRow[]) {
  const judged = calls
    .map(({ f1, instruction_following }) => f1 ?? instruction_following)
    .filter((score) => score !== null);
  return { successes: judged.filter((score) => score === 1).length, repetitions: judged.length };
}
