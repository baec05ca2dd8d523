import { counting, outside } from '../bounds.ts';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { sentencesOf } from '../sentences.ts';

export const sentenceCount = defineRule({
  rule: 'sentence_count',
  meaning: 'The number of sentences of the output lies within these bounds.',
  parameters: counting({}),
  example: { min: 2, max: 5 },
  guards: ['truncate', 'filler_text', 'empty'],
  evaluate(within, context) {
    const sentences = sentencesOf(context);
    return unless(outside(sentences.length, within, 'sentences', sentences));
  },
});
