import type { Context, Span } from './rule.ts';

/** Text as it is compared: NFKC, case folded, white space as single blanks. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s\s+|[^\S ]/gu, ' ')
    .trim();

/** A part of a text and where it stands. */
export interface Piece extends Span {
  readonly text: string;
}

/** The part of a text between two places, without the white space around it. */
export function trimmed(text: string, start = 0, end = text.length): Piece {
  const part = text.slice(start, end);
  const from = start + (part.length - part.trimStart().length);
  const inner = part.trim();
  return { text: inner, start: from, end: from + inner.length };
}

/** A text without these signs at its end; a pattern for that would look at every run of them anew. */
export function withoutEnd(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

/** All places where a pattern with the flag g matches. */
export function pieces(text: string, pattern: RegExp): Piece[] {
  const found: Piece[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    found.push({ text: match[0], start: match.index, end: match.index + match[0].length });
    if (match[0] === '') pattern.lastIndex++;
  }
  return found;
}

/** The parts of a text between separators, white space around them aside. */
export function between(text: string, separators: readonly Span[]): Piece[] {
  const ends = [...separators.map(({ start }) => start), text.length];
  return ends.map((end, at) => trimmed(text, separators[at - 1]?.end ?? 0, end));
}

/** What an output or its input has, found once however many checks ask for it. */
export function once<T>(find: (context: Context) => T): (context: Context) => T {
  const kept = new WeakMap<Context, { readonly found: T }>();
  return (context) => {
    const known = kept.get(context);
    if (known) return known.found;
    const found = find(context);
    kept.set(context, { found });
    return found;
  };
}

export const foldedOf = once(({ output }) => folded(output));
export const foldedInputOf = once(({ input }) => folded(input));

/** Words: runs of letters, marks and digits, with inner apostrophes and hyphens. */
export const words = (text: string): Piece[] => pieces(text, /[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu);
export const wordsOf = once(({ output }) => words(output));

/** Lines; one at the end that is empty is none. */
export function lines(text: string): Piece[] {
  const found: Piece[] = [];
  let start = 0;
  for (const end of pieces(text, /\r\n|\n|\r/g)) {
    found.push({ text: text.slice(start, end.start), start, end: end.start });
    start = end.end;
  }
  if (start < text.length) found.push({ text: text.slice(start), start, end: text.length });
  return found;
}
export const linesOf = once(({ output }) => lines(output));

/** Paragraphs: what stands between blank lines. */
export const paragraphs = (text: string): Piece[] =>
  between(text, pieces(text, /(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\s*/g)).filter((part) => part.text !== '');
export const paragraphsOf = once(({ output }) => paragraphs(output));
