import { z } from 'zod';
import type { Mistake, Rule } from './rule.ts';
import { characterCount } from './rules/character-count.ts';
import { contains } from './rules/contains.ts';
import { fieldType } from './rules/field-type.ts';
import { forbiddenWords } from './rules/forbidden-words.ts';
import { groundedField } from './rules/grounded-field.ts';
import { itemCount } from './rules/item-count.ts';
import { noCodeFence } from './rules/no-code-fence.ts';
import { oneOf } from './rules/one-of.ts';
import { onlyJson } from './rules/only-json.ts';
import { regex } from './rules/regex.ts';
import { requiredFields } from './rules/required-fields.ts';
import { uniqueItems } from './rules/unique-items.ts';
import { validJson } from './rules/valid-json.ts';
import { wordCount } from './rules/word-count.ts';

const all: readonly Rule[] = [
  validJson,
  onlyJson,
  noCodeFence,
  requiredFields,
  fieldType,
  oneOf,
  itemCount,
  uniqueItems,
  wordCount,
  characterCount,
  contains,
  forbiddenWords,
  regex,
  groundedField,
];

/** Every rule of the check language by its name. */
export const rules: ReadonlyMap<string, Rule> = new Map(all.map((rule) => [rule.rule, rule]));

/** A check's rule with its parameters: refuses unknown rules and parameters, naming what is near. */
export const ValidationRule = z.looseObject({ rule: z.string() }).transform((value, issues) => {
  const { rule: name, ...given } = value;
  const known = rules.get(name);
  if (!known) {
    issues.addIssue({
      code: 'custom',
      path: ['rule'],
      message: `"${name}" is no rule. Rules: ${[...rules.keys()].join(', ')}.`,
    });
    return z.NEVER;
  }
  const parameters = known.parameters.safeParse(given);
  if (parameters.success) return { rule: name, ...parameters.data };
  for (const { path, message } of parameters.error.issues)
    issues.addIssue({ code: 'custom', path: [...path], message });
  return z.NEVER;
});
export type ValidationRule = z.output<typeof ValidationRule>;

/** A rule as docs and generators see it. */
export interface RuleDoc {
  readonly rule: string;
  readonly meaning: string;
  /** JSON Schema 2020-12. */
  readonly parameters: unknown;
  readonly example: Record<string, unknown>;
  readonly guards: readonly Mistake[];
}

/** Every rule, documented from itself. */
export const ruleDocs = (): RuleDoc[] =>
  all.map(({ rule, meaning, parameters, example, guards }) => ({
    rule,
    meaning,
    parameters: z.toJSONSchema(parameters, { io: 'input' }),
    example: { rule, ...example },
    guards,
  }));
