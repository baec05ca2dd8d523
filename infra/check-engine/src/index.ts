export { ruleDocs, rules, ValidationRule, type RuleDoc } from './catalogue.ts';
export type { Context, Evaluation, Mistake, Rule } from './rule.ts';
export { runCheck } from './run.ts';
