import type { Context, Span } from './rule.ts';

/** Text as it is compared: NFKC, case folded, white space as single blanks. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ').trim();

/** A part of a text and where it stands. */
export interface Piece extends Span {
  readonly text: string;
}

/** All places where a pattern with the flag g matches. */
export function pieces(text: string, pattern: RegExp): Piece[] {
  const found: Piece[] = [];
  for (const match of text.matchAll(pattern))
    found.push({ text: match[0], start: match.index, end: match.index + match[0].length });
  return found;
}

/** What a text has, found once an output however many checks ask for it. */
export function once<T>(find: (output: string) => T): (context: Context) => T {
  const kept = new WeakMap<Context, T>();
  return (context) => {
    const known = kept.get(context);
    if (known !== undefined) return known;
    const found = find(context.output);
    kept.set(context, found);
    return found;
  };
}

/** Words: runs of letters, marks and digits, with inner apostrophes and hyphens. */
export const words = (text: string): Piece[] => pieces(text, /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu);

export const wordsOf = once(words);
