import { distance } from 'fastest-levenshtein';

const SURROGATE = /[\ud800-\udfff]/;
const codePoints = (text: string) => Array.from(text, (char) => char.codePointAt(0)!);

/** Edits (insert, delete, replace) from one text to the other, in memory of the second. */
function edits(a: string, b: string): number {
  // Where every character is one unit, as nearly always, units are code points.
  if (!SURROGATE.test(a) && !SURROGATE.test(b)) return distance(a, b);
  const [from, to] = [codePoints(a), codePoints(b)];
  const row = Uint32Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= to.length; j++) {
      const above = row[j]!;
      const replaced = from[i - 1] === to[j - 1] ? diagonal : diagonal + 1;
      row[j] = Math.min(replaced, above + 1, row[j - 1]! + 1);
      diagonal = above;
    }
  }
  return row[to.length]!;
}

/** How alike two texts are: 1 − Levenshtein distance / longer length, over code points; two empty texts are alike. */
export function textSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  return 1 - edits(a, b) / Math.max(length(a), length(b));
}

/** In code points. */
const length = (text: string): number => (SURROGATE.test(text) ? codePoints(text).length : text.length);
