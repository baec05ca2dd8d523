import { z } from 'zod';
import { notApplicable, told, unless } from '../evaluation.ts';
import { occurrences } from '../occurrences.ts';
import { allMatches, Pattern } from '../pattern.ts';
import { defineRule } from '../rule.ts';
import { folded, foldedOf } from '../text.ts';

export const mentionsFromInput = defineRule({
  rule: 'mentions_from_input',
  meaning: 'Whatever this RE2 pattern (its first group, if it has one) finds in the input occurs in the output.',
  parameters: z.strictObject({ pattern: Pattern }),
  example: { pattern: '[A-Z]{2,5}-[0-9]+' },
  guards: ['drop', 'truncate', 'empty', 'refusal'],
  evaluate({ pattern }, context) {
    const sought = [...new Set(allMatches(pattern, context.input).map(folded))].filter((text) => text !== '');
    if (sought.length === 0) return notApplicable('The pattern finds nothing in the input.');
    const within = foldedOf(context);
    const missing = sought.find((text) => occurrences(within, text, true) === 0);
    return unless(missing === undefined ? undefined : { found: `no ${told(missing)}`, expected: 'all of the input' });
  },
});
