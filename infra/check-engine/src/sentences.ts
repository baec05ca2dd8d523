import { once, trimmed, type Piece } from './text.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** What ends with a full stop and no sentence: titles, abbreviations, initials. */
const GOES_ON =
  /(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|Inc|Ltd|Co|vs|etc|approx|e\.g|i\.e|cf|No|Fig|p|\p{Lu})\.\s*$/u;

/** Whether the sentence goes on after a segment: an abbreviation, or a quotation that is part of it. */
const goesOn = (segment: string, rest: string): boolean =>
  rest !== '' &&
  !/[\r\n]\s*$/.test(segment) &&
  (GOES_ON.test(segment) || (/["”’»]\s*$/u.test(segment) && /^\p{Ll}/u.test(rest)));

/** Sentences by the Unicode rules (UAX 29), but for abbreviations; what has no letter and no digit is none. */
export function sentences(text: string): Piece[] {
  const found: Piece[] = [];
  let start = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    const end = index + segment.length;
    if (goesOn(segment.slice(-24), text.slice(end, end + 2))) continue;
    const sentence = trimmed(text, start, end);
    if (/[\p{L}\p{N}]/u.test(sentence.text)) found.push(sentence);
    start = end;
  }
  return found;
}

export const sentencesOf = once(({ output }) => sentences(output));
