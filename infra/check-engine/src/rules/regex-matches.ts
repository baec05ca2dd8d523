import { z } from 'zod';
import { fail, notApplicable, ofProgram, pass, told } from '../evaluation.ts';
import { insideFence } from '../fence.ts';
import { placeOf } from '../items.ts';
import { found, Path } from '../json-path.ts';
import { defineRule, type Context } from '../rule.ts';

const Texts = z.array(z.string().max(2_000)).max(100);
const FromGold = z.strictObject({ gold: Path });
type Texts = z.infer<typeof Texts> | z.infer<typeof FromGold>;

/** Runs in the sandbox: says which pattern does not do what on which text; nothing where all do. */
const CODE = `(patterns, flags, positives, negatives) => {
  for (const pattern of patterns) {
    let made;
    try { made = new RegExp(pattern, flags); } catch (error) { return { pattern, broken: String(error.message) }; }
    for (const text of positives) if (!made.test(text)) return { pattern, missed: text };
    for (const text of negatives) if (made.test(text)) return { pattern, matched: text };
  }
  return {};
}`;

const Answer = z.object({
  pattern: z.string().default(''),
  broken: z.string().optional(),
  missed: z.string().optional(),
  matched: z.string().optional(),
});

export const regexMatches = defineRule({
  rule: 'regex_matches',
  meaning:
    'The regular expressions in the output, run in a sandbox by JavaScript, match every positive text and no negative one.',
  parameters: z.strictObject({
    path: Path.optional().describe('Where the expressions stand in the JSON; without it the output is one.'),
    flags: z
      .string()
      .regex(/^(?!.*(.).*\1)[imsu]*$/)
      .default(''),
    positives: z.union([Texts.min(1), FromGold]).describe("The texts, or a JSONPath to them in each input's gold."),
    negatives: z.union([Texts, FromGold]).default([]),
  }),
  example: { path: '$.pattern', positives: ['2026-11-24'], negatives: ['24.11.2026'] },
  guards: ['wrong_value', 'broken_format', 'empty', 'refusal'],
  program: ({ path, flags, positives, negatives }, context) => ({
    code: CODE,
    arguments: [patternsOf(context, path), flags, textsOf(positives, context), textsOf(negatives, context)],
  }),
  read(result, { path, positives, negatives }, context) {
    if (textsOf(positives, context).length + textsOf(negatives, context).length === 0)
      return notApplicable('the gold has no text to try');
    if (patternsOf(context, path).length === 0)
      return fail({ found: 'no regular expression', expected: path === undefined ? 'one' : `one at ${path}` });
    return ofProgram(result, (value) => {
      const { pattern, broken, missed, matched } = Answer.parse(value);
      const span = placeOf(context.output, pattern);
      if (broken !== undefined) return fail({ found: broken, expected: 'a regular expression', span });
      if (missed !== undefined) return fail({ found: `no match of ${told(missed)}`, expected: 'one', span });
      if (matched !== undefined) return fail({ found: `a match of ${told(matched)}`, expected: 'none', span });
      return pass();
    });
  },
});

const textsOf = (texts: Texts, { gold }: Context): string[] =>
  Array.isArray(texts) ? texts : textsAt(texts.gold, gold);

const textsAt = (path: string, value: unknown): string[] =>
  value === undefined ? [] : found(path, value).filter((one) => typeof one === 'string');

/** The expressions as texts; of a whole output without its fence and the slashes of a literal. */
function patternsOf({ output, parsed }: Context, path: string | undefined): string[] {
  if (path !== undefined) return textsAt(path, parsed);
  const text = insideFence(output)?.text ?? output.trim();
  const bare = text.length > 1 && text.startsWith('/') && text.endsWith('/') ? text.slice(1, -1) : text;
  return bare === '' ? [] : [bare];
}
