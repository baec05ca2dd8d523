import { at, inferred, isRecord, itemsOf } from './items.ts';
import { parseOutput, type Shape } from './parse.ts';

/**
 * The right answer as items, in whatever shape it was pasted: as the output's own text, as the whole object or the bare
 * list, or under another name than the output has it.
 */
export function goldItemsOf(gold: unknown, shape: Shape): unknown[] {
  const items = typeof gold === 'string' ? ofText(gold, shape) : ofValue(gold, shape);
  return isTable(shape) ? items.map(asCells) : items;
}

/** A text that is no output of this format is itself the one right answer. */
function ofText(gold: string, shape: Shape): unknown[] {
  const parsed = parseOutput(gold, shape);
  if (parsed.state !== 'failed') return itemsOf(parsed.value, shape);
  return gold.trim() === '' ? [] : [gold];
}

function ofValue(gold: unknown, { format, items }: Shape): unknown[] {
  const found = typeof items === 'string' ? at(items, gold) : null;
  if (found) return found;
  if (isRecord(gold)) {
    const values = Object.values(gold);
    if (values.length === 0) return [];
    const [only] = values;
    // { "label": "bug" }, { "result": { "concepts": […] } }
    if (values.length === 1 && (isRecord(only) ? holdsList(only) : format === 'label' || format === 'text'))
      return ofValue(only, { format });
  }
  return inferred(gold);
}

const holdsList = (value: Record<string, unknown>): boolean =>
  Object.values(value).some((part) => Array.isArray(part) || (isRecord(part) && holdsList(part)));

const isTable = ({ format }: Shape): boolean => format === 'csv' || format === 'markdown';

/** A table's cells are texts, and an empty one is no value. */
const asCells = (item: unknown): unknown =>
  isRecord(item) ? Object.fromEntries(Object.entries(item).map(([name, value]) => [name, asCell(value)])) : item;
const asCell = (value: unknown): unknown =>
  value === '' ? null : typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
