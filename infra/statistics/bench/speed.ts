import { bestMatching } from '../src/assignment.ts';
import { meanInterval } from '../src/mean-interval.ts';
import { random } from '../src/random.ts';
import { rankIntervals } from '../src/rank.ts';

/** Processor time of this process, in ms; what else the machine does counts less. */
function timed(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  return Math.round(process.cpuUsage(before).user / 1_000);
}

/** The best matching of as many items as gold items, all of them possible. */
export function matching(size: number): number {
  const next = random('matching');
  const similarity = Array.from({ length: size }, () => Array.from({ length: size }, next));
  return timed(() => bestMatching(similarity, 0));
}

/** Intervals of five metrics a model, and the ranking by one. */
export function ranking(models: number, inputs: number): { intervals: number; pairs: number } {
  const next = random('ranking');
  const scores = Array.from({ length: models }, () =>
    Array.from({ length: 5 }, () => Array.from({ length: inputs }, () => Math.round(next() * 30) / 30)),
  );
  const scored = scores.map(([f1], key) => ({
    key: String(key),
    scores: new Map(f1!.map((score, i) => [`i${i}`, score])),
  }));
  return {
    intervals: timed(() => scores.flat().map((metric) => meanInterval(metric, { seed: 1, scale: [0, 1] }))),
    pairs: timed(() => rankIntervals(scored, { seed: 1 })),
  };
}
