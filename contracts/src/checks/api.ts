import { z } from 'zod';
import { Label } from '../ids.ts';

export const Severity = z.enum(['critical', 'warning', 'info']);
/** Rule and parameters; the check engine knows which rules and parameters there are. */
export const ValidationRuleBody = z.looseObject({ rule: z.string().min(1).max(60) });

/** A quality check: what must hold of every output, as data. */
export const QualityCheckBody = z.strictObject({
  name: Label,
  description: z.string().max(2_000).default(''),
  validation_rule: ValidationRuleBody,
  severity: Severity.default('warning'),
});
export type QualityCheckBody = z.infer<typeof QualityCheckBody>;

/** `candidate`: not yet proved on gold, so it is shown and counted but marked unproved; `accepted`: a person gave it. */
export const QualityCheck = QualityCheckBody.extend({ state: z.enum(['candidate', 'accepted']) });
export type QualityCheck = z.infer<typeof QualityCheck>;

/** How often a generator model would ask each input of a task, and why. */
export const ProposedRepetitions = z.object({ n: z.int().min(1).max(10), reason: z.string().trim().min(1).max(500) });
export type ProposedRepetitions = z.infer<typeof ProposedRepetitions>;

/** What a generator model is asked to answer with. */
export const CheckSetAnswer = z.object({ checks: z.array(z.unknown()).max(50), repetitions: ProposedRepetitions });
