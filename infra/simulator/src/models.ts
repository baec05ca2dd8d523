/** How a simulated model errs: chances for each gold item, and for the whole output. The README says it by format. */
export interface Profile {
  /** An item of the gold is left out. */
  readonly drop: number;
  /** An item that nobody said is added beside an item of the gold (once, where the gold is empty). */
  readonly invent: number;
  /** A field of a given item is plainly wrong. */
  readonly wrong: number;
  /** A given item that is right says it in slightly other words. */
  readonly reword: number;
  /** Prose or a code fence stands around the output. */
  readonly fence: number;
  /** The output breaks off and does not parse. */
  readonly malformed: number;
}

/** A simulated model: known skill, price (USD per token, decimal text) and speed. */
export interface SimulatedModel {
  readonly id: string;
  readonly name: string;
  readonly prompt: string;
  readonly completion: string;
  /** What every answer takes, ms; its tokens come on top. */
  readonly baseMs: number;
  readonly tokensPerSecond: number;
  readonly profile: Profile;
}

const model = (
  name: string,
  [prompt, completion]: readonly [string, string],
  [baseMs, tokensPerSecond]: readonly [number, number],
  [drop, invent, wrong, reword, fence, malformed]: readonly [number, number, number, number, number, number],
): SimulatedModel => ({
  id: `sim/${name.toLowerCase()}`,
  name: `Simulated ${name}`,
  prompt,
  completion,
  baseMs,
  tokensPerSecond,
  profile: { drop, invent, wrong, reword, fence, malformed },
});

/** The models that the simulated provider offers. Their error rates are the referee of the statistics. */
export const MODELS: readonly SimulatedModel[] = [
  model('Careful', ['0.000003', '0.000015'], [120, 2000], [0.02, 0.02, 0.01, 0.1, 0, 0]),
  model('Balanced', ['0.0000004', '0.0000021'], [60, 2500], [0.03, 0.02, 0.02, 0.1, 0.02, 0]),
  model('Quick', ['0.0000001', '0.0000004'], [30, 5000], [0.09, 0.05, 0.05, 0.2, 0.1, 0.01]),
  model('Thrifty', ['0.00000003', '0.00000012'], [40, 4000], [0.18, 0.1, 0.1, 0.3, 0.2, 0.04]),
  model('Wordy', ['0.000001', '0.000005'], [90, 1600], [0.03, 0.15, 0.03, 0.4, 0.4, 0]),
  model('Terse', ['0.0000002', '0.0000008'], [35, 5000], [0.22, 0.02, 0.04, 0.1, 0, 0.01]),
  model('Inventive', ['0.0000008', '0.000004'], [70, 2000], [0.06, 0.35, 0.12, 0.5, 0.1, 0.02]),
  model('Generator', ['0.000003', '0.000015'], [80, 4000], [0, 0, 0, 0, 0, 0]),
];

/** From request to last byte, ms. */
export const latencyOf = ({ baseMs, tokensPerSecond }: SimulatedModel, tokens: number): number =>
  baseMs + (tokens / tokensPerSecond) * 1000;
