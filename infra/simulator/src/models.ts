/** How a simulated model errs: chances for each gold item and for the whole output. */
export interface Profile {
  readonly drop: number;
  readonly invent: number;
  readonly wrong: number;
  readonly reword: number;
  readonly fence: number;
  readonly malformed: number;
}

/** A simulated model: known skill, price (USD per token, decimal text) and speed. */
export interface SimulatedModel {
  readonly id: string;
  readonly name: string;
  readonly prompt: string;
  readonly completion: string;
  /** From request to last byte, ms. */
  readonly latencyMs: number;
  readonly profile: Profile;
}

const model = (
  name: string,
  prompt: string,
  completion: string,
  latencyMs: number,
  profile: Profile,
): SimulatedModel => ({
  id: `sim/${name.toLowerCase()}`,
  name: `Simulated ${name}`,
  prompt,
  completion,
  latencyMs,
  profile,
});

const profile = (
  drop: number,
  invent: number,
  wrong: number,
  reword: number,
  fence: number,
  malformed: number,
): Profile => ({
  drop,
  invent,
  wrong,
  reword,
  fence,
  malformed,
});

/** The models that the simulated provider offers. Their error rates are the referee of the statistics. */
export const MODELS: readonly SimulatedModel[] = [
  model('Careful', '0.000003', '0.000015', 160, profile(0.02, 0.02, 0.01, 0.1, 0, 0)),
  model('Balanced', '0.0000004', '0.0000021', 90, profile(0.03, 0.02, 0.02, 0.1, 0.02, 0)),
  model('Quick', '0.0000001', '0.0000004', 45, profile(0.09, 0.05, 0.05, 0.2, 0.1, 0.01)),
  model('Thrifty', '0.00000003', '0.00000012', 60, profile(0.18, 0.1, 0.1, 0.3, 0.2, 0.04)),
  model('Wordy', '0.000001', '0.000005', 140, profile(0.03, 0.15, 0.03, 0.4, 0.4, 0)),
  model('Terse', '0.0000002', '0.0000008', 50, profile(0.22, 0.02, 0.04, 0.1, 0, 0.01)),
  model('Inventive', '0.0000008', '0.000004', 110, profile(0.06, 0.35, 0.12, 0.5, 0.1, 0.02)),
  model('Generator', '0.000003', '0.000015', 120, profile(0, 0, 0, 0, 0, 0)),
];
