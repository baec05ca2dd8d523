import type { ResultsRow } from '@taskbench/contracts';

export interface Point {
  readonly label: string;
  readonly place: number;
  readonly cost: number;
  readonly f1: NonNullable<ResultsRow['f1']>;
  readonly best: boolean;
}

/** Models whose price and F1 are known. */
export const pointsOf = (rows: readonly ResultsRow[]): Point[] =>
  rows.flatMap(({ label, place, cost_per_1000_usd, f1, rank_low }) =>
    f1 && cost_per_1000_usd !== null
      ? [{ label, place, cost: Number(cost_per_1000_usd), f1, best: rank_low === 1 }]
      : [],
  );

/** Those that no other beats on both, cheapest first. */
export function frontOf(points: readonly Point[]): Point[] {
  let best = -Infinity;
  return points
    .toSorted((a, b) => a.cost - b.cost || b.f1.mean - a.f1.mean)
    .filter(({ f1 }) => f1.mean > best && ((best = f1.mean), true));
}

/** Ticks 1–3–10 with a round end on both sides. */
export function logTicks(low: number, high: number): number[] {
  const all: number[] = [];
  for (let power = -7; power <= 5; power += 1) all.push(10 ** power, 3 * 10 ** power);
  const from = Math.max(
    0,
    all.findLastIndex((tick) => tick <= low * 1.0001),
  );
  const to = all.findIndex((tick) => tick >= high * 0.9999);
  return all.slice(from, to < 0 ? undefined : Math.max(to, from + 2) + 1);
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}
const overlap = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) *
  Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y));

const CHAR = 6.6;
const HEIGHT = 14;
const AROUND: readonly (readonly [number, number, 'start' | 'end' | 'middle'])[] = [
  [11, 4, 'start'],
  [-11, 4, 'end'],
  [9, -8, 'start'],
  [-9, -8, 'end'],
  [9, 16, 'start'],
  [-9, 16, 'end'],
  [0, -14, 'middle'],
  [0, 22, 'middle'],
  [14, -18, 'start'],
  [-14, -18, 'end'],
  [14, 26, 'start'],
  [-14, 26, 'end'],
];

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

/** Twelve positions round each mark; the one that covers least of marks, bars, lines and earlier labels. */
export function placeLabels(
  marks: readonly { x: number; y: number; text: string; bar: Box }[],
  lines: readonly Box[],
  within: { width: number; top: number; bottom: number; left: number },
): Placed[] {
  const taken: Box[] = marks.flatMap(({ x, y, bar }) => [{ x: x - 8, y: y - 8, w: 16, h: 16 }, bar]);
  taken.push(...lines);
  return marks.map(({ x, y, text }) => {
    const w = text.length * CHAR;
    const tries = AROUND.map(([dx, dy, anchor]) => {
      const left = x + dx - (anchor === 'end' ? w : anchor === 'middle' ? w / 2 : 0);
      const box = { x: left, y: y + dy - 11, w, h: HEIGHT };
      const out =
        Math.max(0, within.left - left) +
        Math.max(0, left + w - within.width) +
        Math.max(0, within.top - box.y) +
        Math.max(0, box.y + HEIGHT - within.bottom);
      return {
        at: { x: x + dx, y: y + dy, anchor },
        box,
        cost: out * 50 + taken.reduce((sum, other) => sum + overlap(box, other), 0),
      };
    });
    const chosen = tries.reduce((best, next) => (next.cost < best.cost ? next : best));
    taken.push(chosen.box);
    return chosen.at;
  });
}
