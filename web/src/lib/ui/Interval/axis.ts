/** A stretch of a number line drawn on so many pixels. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly ticks: readonly number[];
  readonly x: (value: number) => number;
}

const PAD = 4;
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1];
const TICK_WIDTH = 34; // room for "0.85"

const tidy = (value: number) => Number(value.toFixed(6));

/** An axis cut to the data, with round ends and as many ticks as their numbers have room. */
export function axisOf(
  values: readonly number[],
  width: number,
  bounds: readonly [number, number] = [0, 1],
  least = 0.1,
): Axis {
  const [floor, ceiling] = bounds;
  let low = Math.max(floor, Math.min(...values));
  let high = Math.min(ceiling, Math.max(...values));
  if (!Number.isFinite(low) || !Number.isFinite(high)) [low, high] = [floor, ceiling];
  if (high - low < least) {
    low = Math.max(floor, Math.min(low, high - least));
    high = Math.min(ceiling, Math.max(high, low + least));
  }
  const most = Math.max(2, Math.floor(width / TICK_WIDTH));
  const step = STEPS.find((size) => Math.ceil(high / size - 1e-9) - Math.floor(low / size + 1e-9) < most) ?? 1;
  const from = tidy(Math.floor(low / step + 1e-9) * step);
  const to = tidy(Math.max(Math.ceil(high / step - 1e-9) * step, from + step));
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, at) => tidy(from + at * step));
  const x = (value: number) =>
    Math.round((PAD + ((Math.min(to, Math.max(from, value)) - from) / (to - from)) * (width - 2 * PAD)) * 10) / 10;
  return { from, to, width, ticks, x };
}
