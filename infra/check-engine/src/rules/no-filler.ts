import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, linesOf, type Piece } from '../text.ts';

const OPENING =
  /^(?:sure|certainly|of course|absolutely|great question|okay|here (?:is|are)|here's|below (?:is|are)|as an ai|i'm sorry|i am sorry|i apologi[sz]e|unfortunately|based on (?:the|your))(?!\p{L})/u;
const CLOSING =
  /^(?:let me know|i hope (?:this|that)|hope (?:this|that) helps|feel free|please let me know|is there anything else|if you (?:need|have|want|would like)|would you like|note that|note:)(?!\p{L})/u;

export const noFiller = defineRule({
  rule: 'no_filler',
  meaning:
    'The output neither opens with an announcement nor closes with an offer, such as “Sure, here is …” and “Let me know …” in English, nor with a phrase named here.',
  parameters: z.strictObject({ phrases: Texts.default([]) }),
  example: { phrases: ['Voici'] },
  guards: ['filler_text', 'refusal'],
  evaluate({ phrases }, context) {
    const said = linesOf(context).filter(({ text }) => text.trim() !== '');
    const begins = (line: Piece | undefined, pattern: RegExp): Piece | undefined => {
      const text = folded(line?.text ?? '').replaceAll('’', "'");
      return pattern.test(text) || phrases.some((phrase) => text.startsWith(folded(phrase))) ? line : undefined;
    };
    const filler = begins(said[0], OPENING) ?? begins(said.at(-1), CLOSING);
    return unless(filler && { found: told(filler.text), expected: 'nothing but the answer', span: filler });
  },
});
