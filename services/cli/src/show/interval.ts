import type { Estimate } from '@taskbench/contracts';

/** The scale that the intervals of one metric share: from and to a whole tenth, over so many cells. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly width: number;
}

/** The scale on which all of these can be drawn. */
export function axisOf(estimates: readonly (Estimate | null)[], width: number): Axis {
  const ends = estimates.flatMap((one) => (one ? [one.low ?? one.mean, one.high ?? one.mean] : []));
  if (ends.length === 0) return { from: 0, to: 1, width };
  const from = Math.floor(Math.min(...ends) * 10 + 1e-9) / 10;
  const to = Math.ceil(Math.max(...ends) * 10 - 1e-9) / 10;
  return from < to ? { from, to, width } : to >= 1 ? { from: 0.9, to: 1, width } : { from, to: from + 0.1, width };
}

/** Both ends of an axis above what is drawn on it. */
export function axisHead({ from, to, width }: Axis): string {
  const [left, right] = [tenth(from), tenth(to)];
  return `${left}${right.padStart(width - left.length)}`;
}

const tenth = (value: number): string => String(Math.round(value * 10) / 10);

/** A mean and its interval drawn on an axis: `├──●──┤`; the mean alone where there is no interval. */
export function drawn(estimate: Estimate | null, axis: Axis): string {
  const cells = Array<string>(axis.width).fill(' ');
  if (!estimate) return cells.join('');
  const at = (value: number) => Math.round(((value - axis.from) / (axis.to - axis.from)) * (axis.width - 1));
  const { mean, low, high } = estimate;
  if (low !== null && high !== null) {
    cells.fill('─', at(low), at(high));
    cells[at(low)] = '├';
    cells[at(high)] = '┤';
  }
  cells[at(mean)] = '●';
  return cells.join('');
}
