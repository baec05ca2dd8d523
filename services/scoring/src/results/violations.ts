import { codeIn } from '@taskbench/check-engine';
import type { QualityCheck, ViolationRow } from '@taskbench/contracts';
import type { z } from 'zod';
import type { CallRow } from '../projections/calls.ts';

export type Violations = z.infer<typeof ViolationRow>;

/** How many outputs of each model fail each check, and on how many it did not run. */
export const violationsOf = (
  checks: readonly QualityCheck[],
  labels: readonly string[],
  calls: readonly CallRow[],
): Violations[] =>
  checks.map(({ name, description, severity, state, validation_rule }, place) => {
    const judged = (verdict: 0 | null, label?: string) =>
      calls.filter(
        ({ verdicts, ...call }) => verdicts?.[place] === verdict && (label === undefined || call.label === label),
      ).length;
    const failed = Object.fromEntries(labels.map((label) => [label, judged(0, label)]));
    return {
      check: name,
      description,
      severity,
      state,
      failed,
      no_verdict: judged(null),
      code: codeIn(validation_rule),
    };
  });
