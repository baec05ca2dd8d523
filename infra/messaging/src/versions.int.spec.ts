import { catalog, defineEvent, type AnyEvent } from '@taskbench/contracts';
import { change, projection, rebuild, Texts, verifyLog } from '@taskbench/event-log';
import { z } from 'zod';
import { Pipeline, until } from '../test/pipeline.ts';
import { startFeed } from './feed.ts';
import { reaction, startReaction } from './reaction.ts';

/** An event that was changed twice: first it had centimetres, then a size, now a size with its unit. */
const Grown = defineEvent({
  type: 'Grown',
  version: 3,
  data: z.object({ size: z.number(), unit: z.string() }),
  upcast: { 1: (v1: { cm: number }) => ({ size: v1.cm }), 2: (v2: { size: number }) => ({ ...v2, unit: 'cm' }) },
});
const written = [
  { type: 'Grown', version: 1, data: { cm: 4 } },
  { type: 'Grown', version: 2, data: { size: 5 } },
  Grown({ size: 60, unit: 'mm' }),
];
const today = [
  { size: 4, unit: 'cm' },
  { size: 5, unit: 'cm' },
  { size: 60, unit: 'mm' },
];

interface Row {
  stream: string;
  sizes: { size: number; unit: string }[];
}
const sizes = projection<Row, ReturnType<typeof Grown>>({
  table: 'spec.sizes',
  key: ['stream'],
  on: {
    Grown: (data, { stream }) => change<Row>({ stream }, (row) => ({ stream, sizes: [...(row?.sizes ?? []), data] })),
  },
});

describe('An event that was written in older versions', () => {
  const known = catalog as Map<string, { event: AnyEvent; service: 'execution' }>;
  let here: Pipeline;
  beforeAll(async () => {
    known.set('Grown', { event: Grown, service: 'execution' });
    here = await Pipeline.open();
    await here.asOwner(
      'set role taskbench_service; create table spec.sizes (stream text primary key, sizes json not null, position bigint not null)',
    );
    await here.log.append({ stream: 'plant-1', expected: 0, facts: written, correlation: 'spec' });
  });
  afterAll(async () => {
    await here.close();
    known.delete('Grown');
  });

  const board = { schema: 'spec', projections: [sizes] };
  const shown = async () => (await here.pool.query<Row>('select stream, sizes from spec.sizes')).rows;

  it('is read from its stream as of today', async () => {
    expect((await here.log.stream('plant-1')).map(({ data }) => data)).toEqual(today);
  });

  it('is folded and reacted to as of today, and folded the same anew', async () => {
    const heard: unknown[] = [];
    here.startRelay();
    here.host(startFeed(board, here.deps));
    here.host(
      startReaction(
        reaction('grow', Grown, async (data) => void heard.push(data)),
        here.deps,
      ),
    );
    await until('all were heard', () => heard.length === 3);
    await here.caughtUp();
    expect(heard).toEqual(expect.arrayContaining(today));
    expect(await shown()).toEqual([{ stream: 'plant-1', sizes: today }]);
    await here.stop();
    expect((await rebuild(here.pool, here.log, [board], { repair: false })).drifts).toEqual([]);
  });

  it('lies in the log as it was written, and its chain holds', async () => {
    const rows = await here.log.rows(0, 10);
    expect(rows.map(({ schema_version, data }) => [schema_version, JSON.parse(data)])).toEqual(
      written.map(({ version, data }) => [version, data]),
    );
    expect(await verifyLog(here.pool, here.log, new Texts(here.pool))).toMatchObject({ events: 3, findings: [] });
  });
});
