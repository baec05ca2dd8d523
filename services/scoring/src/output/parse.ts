import type { OutputSpec } from '@taskbench/contracts';
import { onlyBlock, surroundingFence } from './extract.ts';
import { readJson, readJsonLines, readLabel, type Read } from './formats.ts';

/** What an output says, or why it says nothing: the reason and the place where reading stopped. */
export type Parsed =
  | { readonly state: 'parsed' | 'extracted'; readonly value: unknown }
  | { readonly state: 'failed'; readonly reason: string; readonly place: string | null };

/**
 * Reads an output by its task's format. One surrounding code fence, or prose around exactly one block that parses, is
 * removed and said (`extracted`); nothing else is repaired.
 */
export function parseOutput(text: string, format: OutputSpec['format']): Parsed {
  const whole = text.trim();
  const fenced = surroundingFence(whole);
  if (format === 'label') return fenced === null ? as('parsed', readLabel(whole)) : as('extracted', readLabel(fenced));
  const read = format === 'json' ? readJson : readJsonLines;
  const plain = read(whole);
  if (plain.ok) return as('parsed', plain);
  if (fenced !== null) return as('extracted', read(fenced));
  const block = onlyBlock(whole, format);
  if (block === 'several') return { state: 'failed', reason: 'There is more than one block that parses.', place: null };
  return block === null ? as('failed', plain) : { state: 'extracted', value: block.value };
}

const as = (state: Parsed['state'], read: Read): Parsed =>
  read.ok && state !== 'failed'
    ? { state, value: read.value }
    : { state: 'failed', reason: read.ok ? '' : read.reason, place: read.ok ? null : read.place };
