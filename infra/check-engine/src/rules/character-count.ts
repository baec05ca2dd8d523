import { z } from 'zod';
import { defineRule, unless } from '../rule.ts';
import { outside } from '../text.ts';

const count = z.int().min(0).optional();

export const characterCount = defineRule({
  rule: 'character_count',
  meaning: 'The length of the output in characters (code points) lies within these bounds.',
  parameters: z.strictObject({ min: count, max: count }),
  example: { min: 2, max: 4000 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate: (bounds, { output }) => unless(outside([...output].length, bounds, 'characters')),
});
