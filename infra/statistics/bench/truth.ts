import { meanInterval } from '../src/mean-interval.ts';
import { random } from '../src/random.ts';
import { rankIntervals } from '../src/rank.ts';

type Draw = () => number;

/** Scores as a model with a known true mean would get them. */
export interface Population {
  readonly name: string;
  readonly mean: number;
  readonly binary?: boolean;
  /** Inputs that share a source. */
  readonly perGroup?: number;
  /** The scores of n inputs. */
  readonly draw: (n: number, next: Draw) => number[];
}

const each = (of: (next: Draw) => number) => (n: number, next: Draw) => Array.from({ length: n }, () => of(next));
const passing = (p: number): Population => ({
  name: `pass or fail, ${p}`,
  mean: p,
  binary: true,
  draw: each((next) => (next() < p ? 1 : 0)),
});

/** Scores of one source lie together: half of what makes them is the source's. */
const grouped = (perGroup: number): Population => ({
  name: `grouped by ${perGroup}`,
  mean: 0.5,
  perGroup,
  draw: (n, next) => {
    let source = 0;
    return Array.from({ length: n }, (_, i) => {
      if (i % perGroup === 0) source = next();
      return (source + next()) / 2;
    });
  },
});

export const populations: readonly Population[] = [
  passing(0.5),
  passing(0.7),
  passing(0.9),
  { name: 'graded, fifths', mean: 0.5, draw: each((next) => Math.floor(next() * 6) / 5) },
  // most items right, the rest anywhere: 0.6·1 + 0.4·0.5
  { name: 'skewed, 60 % at 1', mean: 0.8, draw: each((next) => (next() < 0.6 ? 1 : next())) },
  { name: 'skewed, squares', mean: 1 / 3, draw: each((next) => next() ** 2) },
  grouped(2),
  grouped(4),
];

const groupsOf = (n: number, perGroup: number) =>
  Array.from({ length: n }, (_, i) => `source ${Math.floor(i / perGroup)}`);

/** Share of data sets whose 95 % interval holds the true mean. */
export function coverage({ mean, binary, perGroup, draw }: Population, n: number, sets: number): number {
  const next = random(`coverage ${n}`);
  let held = 0;
  for (let set = 0; set < sets; set++) {
    const groups = perGroup ? groupsOf(n, perGroup) : undefined;
    const { low, high } = meanInterval(draw(n, next), { seed: Math.floor(set / 50), scale: [0, 1], binary, groups });
    if (low !== null && high !== null && low <= mean && mean <= high) held++;
  }
  return held / sets;
}

/** Models that answer the same inputs: how they differ in truth, and how inputs make them alike. */
export interface Field {
  readonly name: string;
  /** True skill of each model; equal ones are equal. */
  readonly skills: readonly number[];
  readonly binary?: boolean;
  readonly perGroup?: number;
}

export const fields: readonly Field[] = [
  { name: 'two equal, graded', skills: [0.7, 0.7] },
  { name: 'two equal, pass or fail', skills: [0.7, 0.7], binary: true },
  { name: 'two equal, grouped by 4', skills: [0.7, 0.7], perGroup: 4 },
  { name: 'five equal, graded', skills: [0.7, 0.7, 0.7, 0.7, 0.7] },
  { name: 'five equal, pass or fail', skills: [0.7, 0.7, 0.7, 0.7, 0.7], binary: true },
  { name: 'one better of five, graded', skills: [0.85, 0.7, 0.7, 0.7, 0.7] },
  { name: 'five equal, grouped by 4', skills: [0.7, 0.7, 0.7, 0.7, 0.7], perGroup: 4 },
];

/** An input is hard or easy for all; a source bends its inputs one model's way. */
function scoresOf({ skills, binary, perGroup = 1 }: Field, n: number, next: Draw): number[][] {
  const hard = Array.from({ length: n }, () => (next() - 0.5) * 0.4);
  return skills.map((skill) => {
    let bent = 0;
    return hard.map((by, i) => {
      if (i % perGroup === 0) bent = perGroup > 1 ? (next() - 0.5) * 0.4 : 0;
      const level = skill + by + bent;
      if (binary) return next() < level ? 1 : 0;
      return Math.min(1, Math.max(0, Math.round((level + (next() - 0.5) * 0.5) * 10) / 10));
    });
  });
}

/** Shares of data sets in which a model was said to beat one that is as good, and in which all were called tied. */
export function verdicts(field: Field, n: number, sets: number): { wrong: number; tied: number } {
  const next = random(`verdicts ${n}`);
  const perGroup = field.perGroup ?? 1;
  const groups = new Map(groupsOf(n, perGroup).map((group, i) => [`i${i}`, perGroup > 1 ? group : `i${i}`]));
  const skillOf = (key: string) => field.skills[Number(key)]!;
  let [wrong, tied] = [0, 0];
  for (let set = 0; set < sets; set++) {
    const models = scoresOf(field, n, next).map((scores, key) => ({
      key: String(key),
      scores: new Map(scores.map((score, i) => [`i${i}`, score])),
    }));
    const told = rankIntervals(models, { seed: set, groups }).pairs.filter((pair) => pair.told);
    if (told.length === 0) tied++;
    if (
      told.some(({ a, b, difference }) => skillOf(a) - skillOf(b) === 0 || skillOf(a) > skillOf(b) !== difference! > 0)
    )
      wrong++;
  }
  return { wrong: wrong / sets, tied: tied / sets };
}
