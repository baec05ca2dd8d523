const MOST_WORDS = 200_000;

/** The words of a text, in lower case: whatever white space parts. */
export function lowerWords(text: string): string[] {
  const whole = text.toLowerCase().trim();
  const words = whole === '' ? [] : whole.split(/\s+/);
  if (words.length > MOST_WORDS) throw new Error(`the text has more than ${MOST_WORDS} words`);
  return words;
}

/** How often each run of `n` words occurs. */
export function runs(words: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + n <= words.length; at++) {
    const run = words.slice(at, at + n).join(' ');
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}

/** How many runs two texts share, each as often as it stands in both. */
export const shared = (some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number =>
  [...some].reduce((sum, [run, count]) => sum + Math.min(count, others.get(run) ?? 0), 0);
