import { CallFailed } from '@taskbench/contracts';
import { apply, parseStored } from '@taskbench/event-log';
import pg from 'pg';
import { Pipeline, until } from '../test/pipeline.ts';

describe('A batch of events', () => {
  let here: Pipeline;
  let other: pg.Client;
  beforeEach(async () => {
    here = await Pipeline.open();
    other = new pg.Client({ connectionString: here.database.url });
    await other.connect();
  });
  afterEach(async () => {
    await other.end();
    await here.close();
  });

  const applied = async (after = 0) => {
    const arrived = (await here.log.rows(after, 10)).map(parseStored);
    return apply(here.log.pool, here.log, here.board, arrived);
  };
  const waiting = () =>
    until('it waits for another writer', async () => {
      const { rows } = await other.query('select 1 from pg_stat_activity where wait_event_type = $1', ['Lock']);
      return rows.length > 0;
    });
  const sums = async () =>
    (await here.pool.query<{ sum: number }>('select sum from spec.notes order by stream')).rows.map(({ sum }) => sum);

  it('changes nothing when another writer has applied it, even where this one cannot', async () => {
    await here.write(2);
    await applied();
    here.folding = () => {
      throw new Error('This version knows no such event.');
    };
    expect(await applied()).toBe(2);
    expect(await sums()).toEqual([0, 1]);
  });

  it('is folded over the rows as the writer before it left them', async () => {
    await here.write(1);
    await applied();
    await here.log.append({ ...again(7), expected: 1 });
    await other.query('begin');
    await other.query('select 1 from spec.checkpoints for update');
    const applying = applied(1);
    await waiting();
    await other.query('update spec.notes set sum = 100');
    await other.query('commit');
    await applying;
    expect(await sums()).toEqual([107]);
  });

  it('is so too where it is the first of its service', async () => {
    await here.log.append({ ...again(7), expected: 0 });
    await other.query('begin');
    await other.query(`insert into spec.checkpoints values ('projections', 0)`);
    const applying = applied();
    await waiting();
    await other.query(`insert into spec.notes values ('call-0', 1, 100, 0)`);
    await other.query('commit');
    await applying;
    expect(await sums()).toEqual([107]);
  });

  const again = (n: number) => ({
    stream: 'call-0',
    facts: [{ type: 'CallFailed', version: CallFailed.version, data: { n } }],
    correlation: 'spec',
  });
});
