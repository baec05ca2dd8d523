import type { Stored } from '@taskbench/contracts';
import { pipelined, type Client } from './database.ts';
import { changed, changesOf, load, nameOf, refused, remove, update, upsert, type Moved, type Named } from './fold.ts';
import type { AnyProjection, AnyRow, LeftOut } from './projection.ts';

/** What events change in a table, in log order. */
interface TableChanges {
  readonly rules: AnyProjection;
  readonly changes: readonly Named[];
}

/** The tables that events change. Throws a `FoldError`. */
export function changesIn(
  projections: readonly AnyProjection[],
  events: readonly Stored[],
  leftOut: LeftOut,
): TableChanges[] {
  const tables: TableChanges[] = [];
  for (const rules of projections) {
    const changes: Named[] = [];
    for (const event of events) for (const one of changesOf(rules, event, leftOut)) changes.push(one);
    if (changes.length > 0) tables.push({ rules, changes });
  }
  return tables;
}

/** The rows of each table that are there, of those that are changed. */
export const loadRows = (client: Client, tables: readonly TableChanges[]): Promise<AnyRow[][]> =>
  pipelined(client, () => tables.map(({ rules, changes }) => load(client, rules, [...keysOf(changes).values()])));

function keysOf(changes: readonly Named[]): Map<string, AnyRow> {
  const keys = new Map<string, AnyRow>();
  for (const { name, key } of changes) keys.set(name, key);
  return keys;
}

/** What becomes of a table's rows. */
interface Outcome {
  readonly rules: AnyProjection;
  readonly fresh: readonly AnyRow[];
  readonly moved: readonly Moved[];
  /** Keys. */
  readonly gone: readonly AnyRow[];
}

/** Folds changes over the rows that were loaded; others that were loaded too stay as they are. Throws a `FoldError`. */
export function fold({ rules, changes }: TableChanges, loaded: readonly AnyRow[]): Outcome {
  const existed = new Map<string, AnyRow>();
  for (const row of loaded) existed.set(nameOf(rules, row), row);
  const rows = new Map<string, AnyRow | undefined>(existed);
  for (const one of changes) {
    const before = rows.get(one.name);
    const after = changed(rules, one, before);
    if (after !== before) rows.set(one.name, after);
  }
  const [fresh, moved]: [AnyRow[], Moved[]] = [[], []];
  for (const [name, row] of rows) {
    const before = existed.get(name);
    if (row && !before) fresh.push(row);
    else if (row && before && row !== before) moved.push({ row, before });
  }
  const gone: AnyRow[] = [];
  for (const [name, key] of keysOf(changes)) if (existed.has(name) && rows.get(name) === undefined) gone.push(key);
  return { rules, fresh, moved, gone };
}

/** Writes what became of a table's rows. Throws a `BatchRefused`, or a `FoldError` that names the only event. */
export async function write(
  client: Client,
  { rules, fresh, moved, gone }: Outcome,
  events: readonly Stored[],
): Promise<void> {
  try {
    await pipelined(client, () => [
      upsert(client, rules, fresh),
      update(client, rules, moved),
      remove(client, rules, gone),
    ]);
  } catch (error) {
    throw refused(rules, events, error);
  }
}
