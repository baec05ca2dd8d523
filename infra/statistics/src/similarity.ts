const codePoints = (text: string) => Array.from(text, (char) => char.codePointAt(0)!);

/** Edits (insert, delete, replace) from one list to the other, in memory of the shorter one. */
function levenshtein(long: number[], short: number[]): number {
  const row = Uint32Array.from({ length: short.length + 1 }, (_, j) => j);
  for (let i = 1; i <= long.length; i++) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= short.length; j++) {
      const above = row[j]!;
      const replaced = long[i - 1] === short[j - 1] ? diagonal : diagonal + 1;
      row[j] = Math.min(replaced, above + 1, row[j - 1]! + 1);
      diagonal = above;
    }
  }
  return row[short.length]!;
}

/** How alike two texts are: 1 − Levenshtein distance / longer length, over code points; two empty texts are alike. */
export function textSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  if (a === '' || b === '') return 0;
  const [x, y] = [codePoints(a), codePoints(b)];
  const longest = Math.max(x.length, y.length);
  let start = 0;
  while (start < x.length && start < y.length && x[start] === y[start]) start++;
  let [endX, endY] = [x.length, y.length];
  while (endX > start && endY > start && x[endX - 1] === y[endY - 1]) {
    endX--;
    endY--;
  }
  const [restX, restY] = [x.slice(start, endX), y.slice(start, endY)];
  const distance = restX.length >= restY.length ? levenshtein(restX, restY) : levenshtein(restY, restX);
  return 1 - distance / longest;
}
