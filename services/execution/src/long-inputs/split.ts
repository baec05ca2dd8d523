import { jsonOf } from '@taskbench/service-kit';
import type { Count } from './tokens.ts';

/** Of a part, that is said again at the beginning of the next, so that nothing is torn out of what it belongs to. */
const OVERLAP = 0.1;

/** Pieces of a text in order, and how they are put together again. */
interface Pieces {
  readonly all: readonly string[];
  readonly whole: (pieces: readonly string[]) => string;
  /** Prose is read with what stands before it; a record stands for itself. */
  readonly overlaps: boolean;
}

/**
 * A text in parts of at most so many tokens: at its records (JSON Lines, the elements of a JSON list, CSV rows, each part
 * with the header), else at paragraphs, lines, sentences, words, and only then anywhere. Parts of prose overlap by a tenth.
 */
export function split(text: string, most: number, count: Count): string[] {
  if (count(text) <= most) return [text];
  const records = recordsOf(text);
  if (records && records.all.every((record) => count(records.whole([record])) <= most))
    return packed(records, most, count);
  const all = FINER.reduce<string[]>(
    (pieces, finer) => pieces.flatMap((piece) => (count(piece) <= most * OVERLAP ? [piece] : finer(piece))),
    [text],
  );
  return packed(
    { all: all.flatMap((piece) => cut(piece, most, count)), whole: (pieces) => pieces.join(''), overlaps: true },
    most,
    count,
  );
}

const keeping = (border: RegExp) => (text: string) => text.split(border).filter((piece) => piece !== '');
/** Borders, the coarsest first; what stands at a border stays with what was before it. */
const FINER = [
  keeping(/(?<=\n[^\S\n]*\n\s*)(?=\S)/),
  keeping(/(?<=\n)/),
  keeping(/(?<=[.!?。！？]["'”)]?\s+)(?=\S)/u),
  keeping(/(?<=\s)(?=\S)/),
];

/** A piece without any border, in pieces that fit. */
function cut(piece: string, most: number, count: Count): string[] {
  if (count(piece) <= most) return [piece];
  const points = [...piece];
  const middle = Math.ceil(points.length / 2);
  return [points.slice(0, middle), points.slice(middle)].flatMap((half) => cut(half.join(''), most, count));
}

function recordsOf(text: string): Pieces | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const joined = (pieces: readonly string[]) => pieces.join('\n');
  if (lines.length > 1 && lines.every(isJsonRecord)) return { all: lines, whole: joined, overlaps: false };
  const list = jsonOf(text);
  if (Array.isArray(list) && list.length > 1) {
    const all = list.map((element) => JSON.stringify(element));
    return { all, whole: (pieces) => `[${pieces.join(',\n')}]`, overlaps: false };
  }
  const [header, ...rows] = lines;
  const columns = header?.split(',').length ?? 0;
  // Quoted line ends would be torn: such a table is taken for prose.
  if (columns > 1 && rows.length > 1 && !text.includes('"') && rows.every((row) => row.split(',').length === columns))
    return { all: rows, whole: (pieces) => joined([header!, ...pieces]), overlaps: false };
  return null;
}

const isJsonRecord = (line: string): boolean => {
  const value = jsonOf(line);
  return typeof value === 'object' && value !== null;
};

/** As many pieces a part as fit. */
function packed({ all, whole, overlaps }: Pieces, most: number, count: Count): string[] {
  const sizes = all.map(count);
  const parts: string[] = [];
  let from = 0;
  while (from < all.length) {
    // Sizes add up to a little more or less than the whole has, so the whole is counted as well.
    let to = from;
    for (let sum = 0; to < all.length && (to === from || sum + sizes[to]! <= most); to++) sum += sizes[to]!;
    while (to > from + 1 && count(whole(all.slice(from, to))) > most) to--;
    parts.push(whole(all.slice(from, to)));
    if (to === all.length) break;
    from = overlaps ? Math.max(from + 1, overlapping(sizes, to, Math.min(most * OVERLAP, most - sizes[to]!))) : to;
  }
  return parts;
}

/** Where the next part begins: as far back from the last one's end as the overlap reaches. */
function overlapping(sizes: readonly number[], end: number, most: number): number {
  let [from, sum] = [end, 0];
  while (from > 0 && sum + sizes[from - 1]! <= most) sum += sizes[--from]!;
  return from;
}
