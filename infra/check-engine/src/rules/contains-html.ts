import { z } from 'zod';
import { unless } from '../evaluation.ts';
import { hasComment, tagsIn } from '../html-signs.ts';
import { defineRule } from '../rule.ts';

const COMMON =
  /<(?:html|head|body|div|span|p|a|img|h[1-6]|ul|ol|li|table|tr|td|th|form|input|button|script|style|link|meta|br|hr)\b/i;
const ENOUGH = 2;

/** What speaks for HTML, and how much. */
const SIGNS: readonly (readonly [(text: string) => boolean, number])[] = [
  [(text) => COMMON.test(text), 2],
  [(text) => /<!doctype\s+html/i.test(text), 2],
  [(text) => tagsIn(text).opening, 1],
  [(text) => tagsIn(text).closing, 1],
  [(text) => tagsIn(text).selfClosing, 1],
  [(text) => /&(?:[a-z]+|#[0-9]+|#x[0-9a-f]+);/i.test(text), 1],
  [hasComment, 1],
  [(text) => /\s[a-zA-Z-]+=\s*["'][^"']*["']/.test(text), 1],
];

export const containsHtml = defineRule({
  rule: 'contains_html',
  meaning:
    'The output contains HTML: two signs of it, such as an opening and a closing tag, an attribute, an entity or a comment; the name of a common element or a doctype is as good as two.',
  parameters: z.strictObject({}),
  example: {},
  guards: ['broken_format', 'empty', 'refusal'],
  evaluate(_, { output }) {
    const signs = SIGNS.reduce((sum, [stands, worth]) => sum + (sum < ENOUGH && stands(output) ? worth : 0), 0);
    return unless(signs >= ENOUGH ? undefined : { found: `${signs} signs of HTML`, expected: `at least ${ENOUGH}` });
  },
});
