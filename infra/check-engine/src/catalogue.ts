import { z } from 'zod';
import type { Mistake, Rule } from './rule.ts';
import { allOf } from './rules/all-of.ts';
import { characterCount } from './rules/character-count.ts';
import { contains } from './rules/contains.ts';
import { fieldType } from './rules/field-type.ts';
import { forbiddenWords } from './rules/forbidden-words.ts';
import { groundedField } from './rules/grounded-field.ts';
import { itemCount } from './rules/item-count.ts';
import { lambda } from './rules/lambda.ts';
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
  allOf,
  lambda,
];

/** Every rule of the check language by its name. */
export const rules: ReadonlyMap<string, Rule> = new Map(all.map((rule) => [rule.rule, rule]));

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
