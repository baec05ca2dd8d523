import { z } from 'zod';
import { random } from './random.ts';

/** What a request may be struck by. Which one is drawn in this order. */
export const KINDS = [
  'status429',
  'status500',
  'hang',
  'cut',
  'malformed',
  'wrong_usage',
  'status401',
  'status402',
  'status404',
  /** Its beginning is sent, and then nothing. */
  'stall',
  /** JSON, though broken, in place of a stream. */
  'malformed_body',
  /** 200, and an error in it: in mid-stream as OpenRouter writes it, or as the whole answer. */
  'error_inside',
  'no_choices',
  'null_content',
  /** Its tokens are spent halfway, or before the first word. */
  'length',
  'length_empty',
  /** It declines: in words, or by a content filter without any. */
  'refusal',
  'filtered',
  'no_usage',
  'negative_usage',
  'absurd_usage',
] as const;
export type Fault = (typeof KINDS)[number];

const chance = z.number().min(0).max(1).default(0);
const chances = Object.fromEntries(KINDS.map((kind) => [kind, chance])) as Record<Fault, typeof chance>;

/** Faults on request: the chance of each, drawn by the number of the request; and limits that refuse with 429. */
export const Faults = z.strictObject({
  ...chances,
  retry_after_s: z.number().min(0).optional(),
  /** `Retry-After` as a date, in whole seconds upwards. */
  retry_after_date: z.boolean().default(false),
  /** How many requests to one model are answered at a time. */
  max_in_flight: z.int().min(1).optional(),
  /** How many requests to one model are answered in a window of time; headers say what is left of it. */
  quota: z.strictObject({ requests: z.int().min(1), window_s: z.number().min(0.1) }).optional(),
  /** How long after its end it is told what a generation cost, s. */
  cost_after_s: z.number().min(0).default(0.5),
  only_model: z.string().optional(),
  seed: z.int().default(1),
});
export type Faults = z.infer<typeof Faults>;

/** Whether a model is one that faults are meant for. */
export const meant = ({ only_model }: Faults, model: string): boolean =>
  only_model === undefined || only_model === model;

/** The fault of this request, or null: the same for the same seed and number. */
export function faultOf(faults: Faults, number: number, model: string): Fault | null {
  if (!meant(faults, model) || KINDS.every((kind) => faults[kind] === 0)) return null;
  let left = random('fault', faults.seed, number)();
  for (const kind of KINDS) {
    left -= faults[kind];
    if (left < 0) return kind;
  }
  return null;
}
