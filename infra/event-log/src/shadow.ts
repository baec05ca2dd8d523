import type { Stored } from '@taskbench/contracts';
import type { Client } from './database.ts';
import { changed, changesOf, load, nameOf, remove, upsert, type Named } from './fold.ts';
import type { AnyProjection, AnyRow, LeftOut } from './projection.ts';

const MOST_ROWS = 20_000;

/**
 * A table folded anew, beside the service's own. Most rows are changed by events close to each other, so the rows are kept
 * in memory and go to a temporary table when there are too many, and at the end.
 */
export class Shadow {
  readonly name: string;
  private rows = new Map<string, AnyRow | undefined>();
  private readonly changed = new Map<string, AnyRow>();
  private stored = false;

  constructor(
    readonly rules: AnyProjection,
    private readonly most = MOST_ROWS,
  ) {
    this.name = `shadow_${rules.table.replace('.', '_')}`;
  }

  async create(client: Client): Promise<void> {
    await client.query(
      `create temp table ${this.name} (like ${this.rules.table} including defaults) on commit drop;
       alter table ${this.name} add primary key (${this.rules.key.join(', ')})`,
    );
  }

  /** Folds events that follow those before. Throws a `FoldError` that names the event. */
  async take(client: Client, events: readonly Stored[], leftOut: LeftOut): Promise<void> {
    const changes = events.flatMap((event) => changesOf(this.rules, event, leftOut));
    if (this.stored) await this.fetch(client, changes);
    for (const one of changes) {
      const { name, key } = one;
      const before = this.rows.get(name);
      const after = changed(this.rules, one, before);
      if (after === before) continue;
      this.rows.set(name, after);
      this.changed.set(name, key);
    }
    if (this.rows.size > this.most) await this.store(client);
  }

  /** Puts all that was folded into the temporary table. */
  async store(client: Client): Promise<void> {
    const names = [...this.changed.keys()];
    const there = names.map((name) => this.rows.get(name)).filter((row) => row !== undefined);
    const gone = names.filter((name) => this.rows.get(name) === undefined).map((name) => this.changed.get(name)!);
    await upsert(client, this.rules, there, this.name);
    if (this.stored) await remove(client, this.rules, gone, this.name);
    this.stored ||= there.length > 0;
    this.changed.clear();
    this.rows = new Map();
  }

  private async fetch(client: Client, changes: readonly Named[]): Promise<void> {
    const unknown = new Map(changes.map(({ name, key }) => [name, key]));
    for (const name of unknown.keys()) if (this.rows.has(name)) unknown.delete(name);
    for (const row of await load(client, this.rules, [...unknown.values()], this.name))
      this.rows.set(nameOf(this.rules, row), row);
  }
}
