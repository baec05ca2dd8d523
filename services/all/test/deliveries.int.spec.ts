import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog, type Stored } from '@taskbench/contracts';
import { apply, EventLog, migrate, rebuild, servicePool, type Board, type Pool } from '@taskbench/event-log';
import { freshDatabase } from '@taskbench/testing';
import { billing, checks, execution, scoring, tasks } from '../src/index.ts';
import { inMemory } from './in-memory.ts';

const all = [tasks, checks, execution, scoring, billing];
const boards: Board[] = all.map(({ name: schema, projections }) => ({ schema, projections }));
const samples = join(import.meta.dirname, '../../../contracts/samples');
const EVALUATION = '01a20d90-4a02-7a01-949e-2867e50ab496';

type Random = () => number;
const random = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};
const pick = <T>(list: readonly T[], chance: Random): T => list[Math.floor(chance() * list.length)]!;

/** Every kept sample, those of older versions too: they still lie in somebody's log. */
const templates = readdirSync(samples)
  .filter((name) => name.endsWith('.json'))
  .map((name) => {
    const [type, version] = name.split('.') as [string, string];
    const data = JSON.parse(readFileSync(join(samples, name), 'utf8')) as object;
    return { type, version: Number(version.slice(1)), data };
  });
const newest = (type: string) =>
  templates.find((one) => one.type === type && one.version === catalog.get(type)!.event.version)!;
const calls = Array.from({ length: 5 }, (_, n) => `${EVALUATION}-${n}`);

/** A log in which anything follows anything: projections must not depend on what ought to come. */
function history(length: number, chance: Random): Stored[] {
  const versions = new Map<string, number>();
  const start = ['TaskCreated', 'EvaluationStarted', 'CallRequested', 'CallRequested', 'CallRequested'];
  return Array.from({ length }, (_, at) => {
    const { type, version: schemaVersion, data: sample } = start[at] ? newest(start[at]) : pick(templates, chance);
    const call = at < 5 ? calls[at % 5]! : pick(calls, chance);
    const data = structuredClone(sample) as Record<string, unknown>;
    if ('call_id' in data)
      Object.assign(data, { call_id: call, evaluation_id: EVALUATION, payer: EVALUATION, phase: 'execution' });
    if ('evaluation_id' in data && !('call_id' in data)) data['evaluation_id'] = EVALUATION;
    if ('payer' in data) data['payer'] = EVALUATION;
    if (Array.isArray(data['calls'])) data['calls'] = [call];
    const stream = 'call_id' in data ? `call-${call}` : `other-${type}`;
    const version = (versions.get(stream) ?? 0) + 1;
    versions.set(stream, version);
    return {
      position: at + 1,
      stream,
      version,
      type,
      schema_version: schemaVersion,
      id: `00000000-0000-4000-8000-${String(at + 1).padStart(12, '0')}`,
      at: 1_700_000_000_000_000 + at,
      correlation: EVALUATION,
      causation: null,
      data,
    };
  });
}

/** Batches as bad weather brings them: repeated, in another order, late, or never. */
function weather(events: readonly Stored[], chance: Random): Stored[][] {
  const arriving = events.flatMap((event) => {
    const times = chance() < 0.15 ? 0 : chance() < 0.2 ? 2 : 1;
    return Array.from({ length: times }, () => ({
      event,
      when: event.position + (chance() < 0.3 ? chance() * 20 : 0),
    }));
  });
  const ordered = arriving.sort((a, b) => a.when - b.when).map(({ event }) => event);
  const batches: Stored[][] = [];
  while (ordered.length > 0) batches.push(ordered.splice(0, 1 + Math.floor(chance() * 8)));
  return batches;
}

/**
 * Two replicas take the batches as they like; at last what never came is read from the log. `append` tells that the log
 * has grown: an event is delivered only once it lies there, and what comes later does not lie there yet.
 */
async function deliver(
  pool: Pool,
  log: EventLog,
  board: Board,
  events: readonly Stored[],
  chance: Random,
  append: (position: number) => void = () => undefined,
): Promise<void> {
  for (const batch of weather(events, chance)) {
    append(Math.max(...batch.map(({ position }) => position)));
    const shuffled = chance() < 0.3 ? [...batch].reverse() : batch;
    // The other replica is a little behind or ahead: it has part of this batch, or the log itself.
    const others = chance() < 0.4 ? [batch.slice(0, Math.floor(chance() * batch.length))] : [];
    await Promise.all([shuffled, ...others].map((one) => apply(pool, log, board, one)));
  }
  append(events.length);
  while ((await apply(pool, log, board, [])) < events.length);
}

describe('Projections whose deliveries are repeated, reordered, delayed and dropped', () => {
  it('show the same rows as in fair weather, for each of 10,000 seeds', async () => {
    const diverging: number[] = [];
    for (let seed = 0; seed < 10_000; seed++) {
      const chance = random(seed);
      const board = boards[seed % boards.length]!;
      const events = history(36, chance);
      const [fair, foul] = [inMemory(events), inMemory(events)];
      fair.append(events.length);
      await apply(fair.pool, fair.log, board, events);
      await deliver(foul.pool, foul.log, board, events, chance, foul.append);
      if (foul.rows() !== fair.rows()) diverging.push(seed);
    }
    expect(diverging).toEqual([]);
  }, 120_000);

  it('do so in a real Postgres as well', async () => {
    const database = await freshDatabase();
    await migrate(
      database.url,
      all.map(({ name: schema, migrations }) => ({ schema, migrations })),
    );
    const pool = servicePool(database.url, 4);
    const log = new EventLog(pool);
    const made = history(120, random(7));
    for (const { stream, version, type, schema_version, data } of made)
      await log.append({
        stream,
        expected: version - 1,
        facts: [{ type, version: schema_version, data }],
        correlation: EVALUATION,
      });
    const events = (await log.rows(0, 1_000)).map(
      ({ hash, ...row }) => (void hash, { ...row, data: JSON.parse(row.data) as unknown }),
    );
    for (let seed = 0; seed < 40; seed++) {
      const board = boards[seed % boards.length]!;
      for (const { table } of board.projections) await pool.query(`delete from ${table}`);
      await pool.query(`delete from ${board.schema}.checkpoints`);
      await deliver(pool, log, board, events, random(seed));
      expect((await rebuild(pool, log, [board], { repair: false })).drifts).toEqual([]);
    }
    await pool.end();
    await database.drop();
  }, 120_000);
});
