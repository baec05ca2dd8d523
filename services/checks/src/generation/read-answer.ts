import { codeIn, ValidationRule } from '@taskbench/check-engine';
import { CheckSetAnswer, ProposedRepetitions, QualityCheckBody, type QualityCheck } from '@taskbench/contracts';
import { jsonIn } from '@taskbench/service-kit';
import { z } from 'zod';

const MOST = 8;

export interface ReadAnswer {
  readonly checks: QualityCheck[];
  readonly dropped: number;
  /** Null when the model proposed none, or nothing that can be used. */
  readonly repetitions: ProposedRepetitions | null;
}

const Said = CheckSetAnswer.extend({ repetitions: z.unknown().optional() });

/** Checks that a model wrote: those that the engine understands, at most eight; null when the answer cannot be read. */
export function readAnswer(text: string): ReadAnswer | null {
  const answer = Said.safeParse(jsonIn(text));
  if (!answer.success) return null;
  const understood = answer.data.checks.flatMap((one) => {
    const check = QualityCheckBody.safeParse(one);
    if (!check.success || !ValidationRule.safeParse(check.data.validation_rule).success) return [];
    if (codeIn(check.data.validation_rule).length > 0) return []; // only people may have code run
    return [{ ...check.data, state: 'candidate' as const }];
  });
  const distinct = understood.filter(({ name }, at) => understood.findIndex((other) => other.name === name) === at);
  const checks = distinct.slice(0, MOST);
  const repetitions = ProposedRepetitions.safeParse(answer.data.repetitions).data ?? null;
  return { checks, dropped: answer.data.checks.length - checks.length, repetitions };
}
