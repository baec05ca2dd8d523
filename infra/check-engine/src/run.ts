import { rules, ValidationRule } from './catalogue.ts';
import type { Context, Evaluation } from './rule.ts';

/** Runs one check on one output. Never throws: a rule that cannot be run gives no verdict, and says why. */
export function runCheck(validationRule: unknown, context: Context): Evaluation {
  const read = ValidationRule.safeParse(validationRule);
  if (!read.success) return { verdict: 'error', evidence: read.error.issues.map(({ message }) => message).join(' ') };
  try {
    const { rule, ...parameters } = read.data;
    return rules.get(rule)!.evaluate(parameters, context);
  } catch (error) {
    return { verdict: 'error', evidence: error instanceof Error ? error.message : String(error) };
  }
}
