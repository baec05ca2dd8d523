import { z } from 'zod';
import { told, unless } from '../evaluation.ts';
import { Texts } from '../parameters.ts';
import { defineRule } from '../rule.ts';
import { folded, linesOf, withoutEnd } from '../text.ts';

export const headings = defineRule({
  rule: 'headings',
  meaning: 'These Markdown headings stand in the output, in this order; others may stand between them.',
  parameters: z.strictObject({ headings: Texts }),
  example: { headings: ['Summary', 'Next steps'] },
  guards: ['drop', 'swap', 'truncate', 'wrong_style', 'empty'],
  evaluate({ headings: sought }, context) {
    const found = linesOf(context).flatMap(({ text }) => {
      const heading = /^ {0,3}#{1,6}\s+(\S.*)$/.exec(text)?.[1];
      return heading === undefined ? [] : [folded(withoutEnd(heading, '# \t'))];
    });
    let from = 0;
    for (const heading of sought) {
      const at = found.indexOf(folded(heading), from);
      if (at < 0) return unless({ found: `the headings ${told(found)}`, expected: `${told(heading)} in its place` });
      from = at + 1;
    }
    return unless(undefined);
  },
});
