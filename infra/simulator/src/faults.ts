import { z } from 'zod';
import { random } from './random.ts';

const chance = z.number().min(0).max(1).default(0);

/** Faults on request: the chance of each, drawn by the number of the request. */
export const Faults = z.strictObject({
  status429: chance,
  status500: chance,
  hang: chance,
  cut: chance,
  malformed: chance,
  wrong_usage: chance,
  retry_after_s: z.number().min(0).optional(),
  only_model: z.string().optional(),
  seed: z.int().default(1),
});
export type Faults = z.infer<typeof Faults>;
export type Fault = 'status429' | 'status500' | 'hang' | 'cut' | 'malformed' | 'wrong_usage';

const KINDS: readonly Fault[] = ['status429', 'status500', 'hang', 'cut', 'malformed', 'wrong_usage'];

/** The fault of this request, or null: the same for the same seed and number. */
export function faultOf(faults: Faults, number: number, model: string): Fault | null {
  if (faults.only_model !== undefined && faults.only_model !== model) return null;
  let left = random('fault', faults.seed, number)();
  for (const kind of KINDS) {
    left -= faults[kind];
    if (left < 0) return kind;
  }
  return null;
}
