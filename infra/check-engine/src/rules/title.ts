import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { defineRule } from '../rule.ts';
import { linesOf } from '../text.ts';

/** Whether a line has a title that is more than its brackets. */
function hasTitle(line: string): boolean {
  const opened = line.indexOf('<<');
  const closed = line.lastIndexOf('>>');
  return opened >= 0 && closed > opened + 2 && /[^<>\s]/.test(line.slice(opened, closed));
}

export const title = defineRule({
  rule: 'title',
  meaning: 'The output has a title in double angle brackets, such as <<Poem of joy>>.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['drop', 'wrong_style', 'empty'],
  evaluate: (_, context) =>
    unless(
      linesOf(context).some(({ text }) => hasTitle(text))
        ? undefined
        : { found: 'no title', expected: 'one in double angle brackets' },
    ),
});
