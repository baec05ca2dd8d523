import { z } from 'zod';
import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { occurrences } from '../occurrences.ts';
import { defineRule } from '../rule.ts';

const Letter = z.string().refine((text) => [...text.normalize('NFC')].length === 1, { error: 'is one character' });

export const letterFrequency = defineRule({
  rule: 'letter_frequency',
  meaning: 'This letter or sign occurs in the output, in any case, as often as these bounds say.',
  parameters: counting({ letter: Letter }),
  example: { letter: 'e', max: 100 },
  guards: ['wrong_style'],
  evaluate({ letter, ...within }, { output }) {
    const count = occurrences(output.normalize('NFC').toLowerCase(), letter.normalize('NFC').toLowerCase());
    return unless(outside(count, within, `times "${letter}"`));
  },
});
