import { stripVTControlCharacters } from 'node:util';
import widthOf from 'fast-string-width';

const graphemes = new Intl.Segmenter();
const OVERRIDES = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

export { widthOf };

/** A name or text of a user or model on one line: it cannot move the cursor, colour the screen or turn the direction. */
export const harmless = (text: string): string =>
  stripVTControlCharacters(text).replace(/\s+/g, ' ').replace(OVERRIDES, '').trim();

/** A text that fits a width: what is too long loses its middle, since names differ at both ends. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
  const room = Math.max(width - 1, 0);
  const head = take(parts, Math.ceil(room / 2));
  const tail = take(parts.toReversed(), room - widthOf(head.join(''))).reverse();
  return width < 1 ? '' : `${head.join('')}…${tail.join('')}`;
}

function take(parts: readonly string[], width: number): string[] {
  let left = width;
  const cut = parts.findIndex((part) => (left -= widthOf(part)) < 0);
  return parts.slice(0, cut < 0 ? parts.length : cut);
}

/** A text followed, or led, by blanks up to a width on the screen. */
export const pad = (text: string, width: number, align: 'left' | 'right'): string => {
  const blanks = ' '.repeat(Math.max(width - widthOf(text), 0));
  return align === 'left' ? `${text}${blanks}` : `${blanks}${text}`;
};

/** A text in lines no wider than this, broken between words. */
export function wrap(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= width - widthOf(indent)) lines[lines.length - 1] = longer;
    else lines.push(fit(word, width - widthOf(indent)));
  }
  return lines.map((line) => `${indent}${line}`).join('\n');
}
