import { canonical } from '@taskbench/contracts';
import { normaliseText } from '@taskbench/statistics';
import type { Parsed } from './parse.ts';

/** What an output says, so that outputs which say the same give the same text: its items, or what could not be parsed. */
export const answerText = (output: string, { state }: Pick<Parsed, 'state'>, items: readonly unknown[]): string =>
  state === 'failed' ? `unread ${normaliseText(output)}` : canonical(normalised(items));

/** Texts normalised, whatever they lie in. */
function normalised(value: unknown): unknown {
  if (typeof value === 'string') return normaliseText(value);
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, normalised(part)]));
}
