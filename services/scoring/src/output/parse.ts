import type { OutputSpec } from '@taskbench/contracts';
import { csvBlocks, readCsv } from './csv.ts';
import { fencedTexts, jsonBlocks, lineBlocks, surroundingFence } from './extract.ts';
import { readJson, readJsonLines, readLabel, type Read } from './formats.ts';
import { markdownBlocks, readMarkdown } from './markdown.ts';
import { readText } from './text.ts';

/** What an output says, or why it says nothing: the reason and the place where reading stopped. */
export type Parsed =
  | { readonly state: 'parsed' | 'extracted'; readonly value: unknown }
  | { readonly state: 'failed'; readonly reason: string; readonly place: string | null };

/** What reading needs to know of a task's output. */
export type Shape = Pick<OutputSpec, 'format' | 'items' | 'fields'>;

interface Format {
  readonly read: (text: string, shape: Shape) => Read;
  /** The blocks that parse within prose. */
  readonly within: (text: string, shape: Shape) => unknown[];
}

/** Of a text all is said, so nothing around it can be told from it. */
const nothing = (): unknown[] => [];
const FORMATS: Readonly<Record<OutputSpec['format'], Format>> = {
  json: { read: readJson, within: jsonBlocks },
  json_lines: { read: readJsonLines, within: lineBlocks },
  csv: { read: readCsv, within: (text, shape) => inFences(text, shape) ?? csvBlocks(text, shape) },
  markdown: { read: readMarkdown, within: (text, shape) => inFences(text, shape) ?? markdownBlocks(text) },
  text: { read: readText, within: nothing },
  label: { read: readLabel, within: nothing },
};

/**
 * Reads an output by its task's format. One surrounding code fence, or prose around exactly one block that parses, is
 * removed and said (`extracted`); nothing else is repaired.
 */
export function parseOutput(text: string, shape: Shape): Parsed {
  const whole = text.trim(); // a byte order mark is white space
  const { read, within } = FORMATS[shape.format];
  const fenced = surroundingFence(whole);
  if (fenced !== null) return as('extracted', read(fenced, shape));
  const plain = read(whole, shape);
  if (plain.ok) return as('parsed', plain);
  const blocks = within(whole, shape);
  if (blocks.length > 1) return { state: 'failed', reason: 'There is more than one block that parses.', place: null };
  return blocks.length === 0 ? as('failed', plain) : { state: 'extracted', value: blocks[0] };
}

/** What parses in the code fences of a text; null where it has none. */
function inFences(text: string, shape: Shape): unknown[] | null {
  const fenced = fencedTexts(text);
  if (fenced.length === 0) return null;
  return fenced.flatMap((inside) => {
    const read = FORMATS[shape.format].read(inside, shape);
    return read.ok ? [read.value] : [];
  });
}

const as = (state: Parsed['state'], read: Read): Parsed =>
  read.ok && state !== 'failed'
    ? { state, value: read.value }
    : { state: 'failed', reason: read.ok ? '' : read.reason, place: read.ok ? null : read.place };
