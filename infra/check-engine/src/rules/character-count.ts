import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';

export const characterCount = defineRule({
  rule: 'character_count',
  meaning: 'The length of the output in characters (code points) lies within these bounds.',
  parameters: counting({}),
  example: { min: 2, max: 4000 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate(within, { output }) {
    let characters = output.length;
    for (let at = 1; at < output.length; at++) if (isPair(output, at)) characters--;
    return unless(outside(characters, within, 'characters'));
  },
});

const isPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xdc00 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
