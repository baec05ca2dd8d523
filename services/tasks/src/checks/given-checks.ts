import { ValidationRule } from '@taskbench/check-engine';
import type { QualityCheck, QualityCheckBody } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';

/** Checks that a person gave: no two of one name, and each rule one that the check engine understands. */
export function givenChecks(checks: readonly QualityCheckBody[]): QualityCheck[] {
  const errors = checks.flatMap(({ name, validation_rule }, at) => {
    const twice = checks.findIndex((other) => other.name === name) < at;
    const rule = ValidationRule.safeParse(validation_rule);
    return [
      ...(twice ? [{ path: `quality_checks.${at}.name`, message: `"${name}" is also the name of another check` }] : []),
      ...(rule.error?.issues ?? []).map(({ path, message }) => ({
        path: ['quality_checks', at, 'validation_rule', ...path].map(String).join('.'),
        message,
      })),
    ];
  });
  if (errors.length > 0) throw new BadInput(errors, 'invalid-rule');
  return checks.map((check) => ({ ...check, state: 'accepted' }));
}
