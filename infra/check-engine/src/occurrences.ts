import type { Span } from './rule.ts';

const WORD = /[\p{L}\p{M}\p{N}_]/u;
const wordAt = (text: string, at: number): boolean => at >= 0 && at < text.length && WORD.test(text[at]!);

/** How often a text occurs in another one, without overlaps; as a whole word where asked. */
export function occurrences(within: string, sought: string, wholeWord = false): number {
  if (sought === '') return 0;
  let count = 0;
  let at = within.indexOf(sought);
  while (at >= 0) {
    const end = at + sought.length;
    const cut = (wordAt(within, at - 1) && wordAt(within, at)) || (wordAt(within, end) && wordAt(within, end - 1));
    if (!wholeWord || !cut) count++;
    at = within.indexOf(sought, wholeWord && cut ? at + 1 : end);
  }
  return count;
}

/** Where a text stands first, case aside, if it stands there letter for letter. */
export function placeOfText(output: string, sought: string): Span | undefined {
  const lower = output.toLowerCase();
  if (lower.length !== output.length) return undefined; // lower case moved the letters
  const start = lower.indexOf(sought.toLowerCase());
  return start < 0 ? undefined : { start, end: Math.min(output.length, start + sought.toLowerCase().length) };
}
