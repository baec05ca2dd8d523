import { codeIn, ValidationRule } from '@taskbench/check-engine';
import type { QualityCheck, QualityCheckBody } from '@taskbench/contracts';
import { BadInput } from '@taskbench/service-kit';

/**
 * Checks that a person gave: no two of one name, and each rule one that the check engine understands. `forbidden` says
 * why none may run code, if so.
 */
export function givenChecks(checks: readonly QualityCheckBody[], forbidden: string | null): QualityCheck[] {
  const errors = checks.flatMap(({ name, validation_rule }, at) => {
    const twice = checks.findIndex((other) => other.name === name) < at;
    const rule = ValidationRule.safeParse(validation_rule);
    return [
      ...(twice ? [{ path: `quality_checks.${at}.name`, message: `"${name}" is also the name of another check` }] : []),
      ...(rule.error?.issues ?? []).map(({ path, message }) => ({
        path: ['quality_checks', at, 'validation_rule', ...path].map(String).join('.'),
        message,
      })),
      ...(forbidden !== null && codeIn(validation_rule).length > 0
        ? [{ path: `quality_checks.${at}.validation_rule`, message: `runs code, ${forbidden}` }]
        : []),
    ];
  });
  if (errors.length > 0) throw new BadInput(errors, 'invalid-rule');
  return checks.map((check) => ({ ...check, state: 'accepted' }));
}

/** Why checks may not run code; null where they may. A file is read before the operator is asked. */
export function codeForbidden(
  { allow_code = false }: { allow_code?: boolean | undefined },
  allowed = true,
): string | null {
  if (!allowed) return 'which this TaskBench does not allow (TASKBENCH_ALLOW_LAMBDA=0)';
  return allow_code ? null : 'which a task must allow: allow_code: true';
}
