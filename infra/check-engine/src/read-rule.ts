import { z } from 'zod';
import { rules } from './catalogue.ts';
import { objectionToData } from './plain-data.ts';
import type { Named, Rule } from './rule.ts';

const DEEPEST = 5;
const MOST = 100;

/** A rule that the engine understands: its parameters as its schema read them, and the rules whose verdicts it joins. */
export interface ReadRule {
  readonly rule: Rule;
  readonly parameters: Record<string, unknown>;
  readonly parts: readonly ReadRule[];
}

type Refuse = (message: string, path?: readonly PropertyKey[]) => void;

function readPart({ rule: name, ...given }: Named, refuse: Refuse, depth = 1): ReadRule | undefined {
  const rule = rules.get(name);
  if (!rule) return void refuse(`"${name}" is no rule. Rules: ${[...rules.keys()].join(', ')}.`, ['rule']);
  const parameters = rule.parameters.safeParse(given);
  if (!parameters.success) {
    for (const { path, message } of parameters.error.issues) refuse(message, path);
    return undefined;
  }
  const named = 'parts' in rule ? rule.parts(parameters.data) : [];
  if (named.length > 0 && depth === DEEPEST) return void refuse(`Rules may be nested ${DEEPEST} deep at most.`);
  const parts = named.flatMap((part) => readPart(part, refuse, depth + 1) ?? []);
  return parts.length === named.length ? { rule, parameters: parameters.data, parts } : undefined;
}

/** A rule and all that are in it. */
export const within = (read: ReadRule): ReadRule[] => [read, ...read.parts.flatMap(within)];

/** How many rules one output is held against at most: of those that are chosen from, one. */
const size = ({ rule, parts }: ReadRule): number => {
  const sizes = parts.map(size);
  return 1 + ('choose' in rule ? Math.max(0, ...sizes) : sizes.reduce((sum, one) => sum + one, 0));
};

/** A check's rule with its parameters: refuses unknown rules and parameters, naming what is near. */
export const ValidationRule = z
  .unknown()
  .superRefine((value, issues) => {
    const objection = objectionToData(value);
    if (objection !== undefined) issues.addIssue({ code: 'custom', message: objection });
  })
  .pipe(z.looseObject({ rule: z.string() }))
  .transform((value, issues): ReadRule => {
    const refuse: Refuse = (message, path = []) => issues.addIssue({ code: 'custom', message, path: [...path] });
    const read = readPart(value, refuse);
    if (read && size(read) > MOST) refuse(`One check may hold ${MOST} rules for one output at most.`);
    return read ?? z.NEVER;
  });
export type ValidationRule = z.output<typeof ValidationRule>;

/** The names of a rule and of all rules in it; none where it cannot be read. */
export const namesOf = (value: unknown): string[] => {
  const read = ValidationRule.safeParse(value);
  return read.success ? within(read.data).map(({ rule }) => rule.rule) : [];
};

const kept = new WeakMap<object, ReadRule | string>();

/** A check's rule, or why it cannot be read. A rule is data that does not change, so each object is read once. */
export function readRule(value: unknown): ReadRule | string {
  if (typeof value !== 'object' || value === null) return 'A rule is an object.';
  const known = kept.get(value);
  if (known !== undefined) return known;
  const { success, data, error } = ValidationRule.safeParse(value);
  const read = success ? data : error.issues.map(({ message }) => message).join(' ');
  kept.set(value, read);
  return read;
}
