import { z } from 'zod';
import { notApplicable, unless } from '../evaluation.ts';
import { LANGUAGES, languageOf, prepareLanguages } from '../languages.ts';
import { fieldOf, leaves } from '../items.ts';
import { Field } from '../parameters.ts';
import { defineRule, type Context } from '../rule.ts';

export const language = defineRule({
  rule: 'language',
  meaning:
    'The output, or a field of its items, is in this language (ISO 639-1); a text too short or too mixed to tell is not judged.',
  parameters: z.strictObject({ language: z.enum(LANGUAGES), field: Field.optional() }),
  example: { language: 'fr' },
  guards: ['wrong_language'],
  prepare: prepareLanguages,
  evaluate(parameters, context) {
    const found = languageOf(textOf(context, parameters.field), parameters.language);
    if (found === undefined) return notApplicable('The text is too short or too mixed to tell its language.');
    return unless(found === parameters.language ? undefined : { found, expected: parameters.language });
  },
});

/** What is said: of JSON the texts in it, not the names of its fields. */
function textOf({ output, parsed, items }: Context, field: string | undefined): string {
  if (field === undefined && (typeof parsed !== 'object' || parsed === null)) return output;
  const said = field === undefined ? leaves(parsed) : (items ?? []).map((item) => fieldOf(item, field));
  return said.filter((value) => typeof value === 'string').join('\n');
}
