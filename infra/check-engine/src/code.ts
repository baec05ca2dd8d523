import { readRule, type ReadRule } from './read-rule.ts';

const codeOf = ({ rule, parameters, parts }: ReadRule): string[] => [
  ...(rule.rule === 'lambda' ? [String(parameters['code'])] : []),
  ...parts.flatMap(codeOf),
];

/** The code of others that a check runs, in it and in the rules that it joins: only where a task allows code. */
export function codeIn(rule: unknown): string[] {
  const read = readRule(rule);
  return typeof read === 'string' ? [] : codeOf(read);
}
