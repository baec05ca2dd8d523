export { codeIn } from './code.ts';
export { ruleDocs, rules, type RuleDoc } from './catalogue.ts';
export { namesOf, ValidationRule } from './read-rule.ts';
export type { Context, Evaluation, Mistake, Program, Result, Rule, Sandbox, Span } from './rule.ts';
export { runCheck, runChecks } from './run.ts';
