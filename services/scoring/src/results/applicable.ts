import type { MetricChoice, QualityCheck } from '@taskbench/contracts';
import { counted } from './words.ts';

/** What decides which metrics say something. */
export interface Circumstances {
  readonly label: boolean;
  readonly inputs: number;
  readonly withGold: number;
  readonly checks: readonly Pick<QualityCheck, 'state'>[];
  readonly repetitions: number;
  readonly costsKnown: boolean;
}

const REPEATS_ACCURACY = 'With one label an input it says what accuracy says.';

/** Which metrics say something about this task, each with its reason. */
export function metricsOf(given: Circumstances): MetricChoice[] {
  const { label, repetitions, costsKnown } = given;
  const gold = goldOf(given);
  const listed = label && gold.applies ? { applies: false, reason: REPEATS_ACCURACY } : gold;
  const asked = repetitions > 1;
  return [
    { metric: 'f1', ...gold },
    { metric: 'accuracy', ...gold },
    { metric: 'completeness', ...listed },
    { metric: 'hallucination_rate', ...listed },
    { metric: 'instruction_following', ...checksOf(given) },
    {
      metric: 'consistency',
      applies: asked,
      reason: asked ? `Each input is asked ${repetitions} times.` : 'Each input is asked once; it takes two or more.',
    },
    {
      metric: 'cost',
      applies: true,
      reason: costsKnown ? 'The cost of every call is known.' : 'The cost of some calls is unknown.',
    },
  ];
}

function goldOf({ inputs, withGold }: Circumstances): Omit<MetricChoice, 'metric'> {
  if (withGold === 0) return { applies: false, reason: 'No input has gold, and no judge is set.' };
  const some = withGold < inputs ? `${withGold} of ${counted(inputs, 'input')} have gold.` : null;
  return {
    applies: true,
    reason: some ?? `${inputs === 1 ? 'The input has' : `All ${counted(inputs, 'input')} have`} gold.`,
  };
}

function checksOf({ checks }: Circumstances): Omit<MetricChoice, 'metric'> {
  const counting = checks.filter(({ state }) => state !== 'candidate').length;
  if (counting > 0)
    return { applies: true, reason: `${counted(counting, 'check')} ${counting === 1 ? 'counts' : 'count'}.` };
  return {
    applies: false,
    reason: checks.length === 0 ? 'The task has no check.' : 'No check is proved or accepted yet.',
  };
}
