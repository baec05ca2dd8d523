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
    const failed = Object.fromEntries(labels.map((label) => [label, 0]));
    let no_verdict = 0;
    for (const { label, verdicts } of calls) {
      const verdict = verdicts?.[place];
      if (verdict === 0) failed[label]!++;
      if (verdict === null) no_verdict++;
    }
    return {
      check: name,
      description,
      severity,
      state,
      failed,
      no_verdict,
      code: codeIn(validation_rule),
    };
  });
