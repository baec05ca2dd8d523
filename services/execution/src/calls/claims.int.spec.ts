import { randomUUID } from 'node:crypto';
import { steadyPool, type EventLog, type Pool } from '@taskbench/event-log';
import { limitConnections, step, type Claimed } from './claims.ts';
import { calls, ordinals, workList, type WorkList } from '../../test/work-list.ts';

const FUTURE = (Date.now() + 3_600_000) * 1_000;

describe('A claim', () => {
  let list: WorkList;
  let pool: Pool;
  let log: EventLog;
  let evaluation: string;
  let due: WorkList['due'];
  let run: WorkList['run'];
  let claim: WorkList['claim'];

  beforeEach(async () => {
    list = await workList();
    ({ pool, log, evaluation, due, run, claim } = list);
  });
  afterEach(() => list.drop());

  const lives = (...owners: string[]) =>
    pool.query(`insert into execution.workers select o, now() + interval '6 s' from unnest($1::text[]) o`, [owners]);
  const release = (claimed: Claimed, owner = 'me') => list.release([claimed], null, owner);
  const held = async () =>
    (await pool.query<{ n: number }>('select count(*)::int as n from execution.leases where owner is not null'))
      .rows[0]!.n;

  /** How many rows something reads on a connection. */
  const readBy = async (work: (single: Pool) => Promise<unknown>) => {
    const single = steadyPool(list.database.url, 1); // each connection tells of what it read itself
    const told = async () => {
      await single.query('select pg_stat_force_next_flush()');
      return list.rowsRead();
    };
    await told();
    const before = await told();
    await work(single);
    const spent = (await told()) - before;
    await single.end();
    return spent;
  };

  it('takes no more than the evaluation may have, and puts the intent into the log', async () => {
    await run(3, ['a']);
    await due(calls(10, 'a'));
    const claimed = await claim();
    expect(ordinals(claimed)).toEqual([0, 1, 2]);
    expect(await claim()).toEqual([]);
    const started = (await log.rows(0, 100)).filter(({ type }) => type === 'AttemptStarted');
    expect(started.map(({ stream }) => stream)).toEqual(claimed.map(({ request: { call } }) => `call-${call.call_id}`));
  });

  it('goes input by input across models', async () => {
    await run(4, ['a', 'b']);
    await due(Array.from({ length: 10 }, (_, ordinal) => ({ ordinal, label: ordinal % 2 === 0 ? 'a' : 'b' })));
    expect(ordinals(await claim('me', 2))).toEqual([0, 1]);
    expect(ordinals(await claim('me', 2))).toEqual([2, 3]);
  });

  it('gives a model its share of the slots while others have calls left, and all of them when none has', async () => {
    await run(4, ['a', 'b']);
    await due([...calls(10, 'a'), ...calls(1, 'b', 10)]);
    const first = await claim();
    expect(ordinals(first)).toEqual([0, 1, 10]);
    await release(first.find(({ request: { call } }) => call.call_id.endsWith('-10'))!);
    await pool.query(`delete from execution.due_calls where label = 'b'`);
    expect(ordinals(await claim())).toEqual([2, 3]);
  });

  it('passes over what waits for its backoff, for funds, or for a person', async () => {
    await run(10, ['a']);
    await due([
      { ordinal: 0, label: 'a', not_before: FUTURE },
      { ordinal: 1, label: 'a', funded: false },
      { ordinal: 2, label: 'a', status: 'held' },
      { ordinal: 3, label: 'a', status: 'attempting' },
      { ordinal: 4, label: 'a' },
    ]);
    expect(ordinals(await claim())).toEqual([4]);
  });

  it('takes nothing of an evaluation that is paused, and goes on with the others', async () => {
    const other = randomUUID();
    await run(5, ['a'], evaluation, false);
    await run(5, ['a'], other);
    await due([...calls(5, 'a'), ...calls(2, 'a', 100, { evaluation: other })]);
    expect(ordinals(await claim())).toEqual([100, 101]);
  });

  it('keeps to the limit of a connection over all evaluations', async () => {
    const other = randomUUID();
    await run(5, ['a', 'b']);
    await run(5, ['a'], other);
    await limitConnections(pool, 'c', 4);
    await due([
      ...calls(5, 'a'),
      ...calls(5, 'b', 10, { connection: 'free' }),
      ...calls(5, 'a', 100, { evaluation: other }),
    ]);
    const claimed = await claim();
    const by = (connection: string) =>
      claimed.filter(({ request: { call } }) => call.connection_id === connection).length;
    expect(by('c')).toBe(4);
    expect(by('free')).toBe(2); // b's share of the first evaluation, which the limit of c does not touch
    expect(await claim()).toEqual([]);
  });

  it('keeps to all limits when replicas claim at once, and shares the slots evenly among those that live', async () => {
    await run(8, ['a']);
    await lives('one', 'two');
    await due(calls(50, 'a'));
    const [one, two] = await Promise.all([claim('one'), claim('two')]);
    expect([one.length, two.length]).toEqual([4, 4]);
    expect(new Set([...ordinals(one), ...ordinals(two)]).size).toBe(8);
    await release(one[0]!, 'one');
    expect(await claim('two')).toEqual([]); // it has its share; the slot is the other's
    expect(await claim('one')).toHaveLength(1);
    expect(await held()).toBe(8);
  });

  it('does not take a call again whose row on the work list lags behind its stream', async () => {
    await run(5, ['a']);
    await due(calls(1, 'a'));
    const [first] = await claim();
    await release(first!); // settled; the row still says "requested"
    expect(await claim()).toEqual([]);
  });

  it('gives back a call that was settled by somebody else meanwhile, and holds no slot for it', async () => {
    await run(5, ['a']);
    await due(calls(2, 'a'));
    const cancelled = { type: 'CallCancelled', version: 1, data: {} };
    await log.append({ stream: `call-${evaluation}-0`, expected: 1, facts: [cancelled], correlation: 'spec' });
    expect(ordinals(await claim())).toEqual([1]);
    expect(await held()).toBe(1);
  });

  it('is not undone by the late outcome of an earlier attempt, nor by a slow reaper', async () => {
    await run(5, ['a']);
    await due(calls(1, 'a'));
    const [first] = await claim();
    const { call_id } = first!.request.call;
    await log.append({
      stream: `call-${call_id}`,
      expected: 2,
      facts: [{ type: 'AttemptInDoubt', version: 1, data: {} }],
      correlation: 'spec',
    });
    await pool.query('select execution.end_lease($1, 1)', [call_id]);
    await pool.query('update execution.due_calls set version = 3, attempt = 1');
    const [second] = await claim();
    expect(second).toMatchObject({ attempt: 2, version: 4 });
    await release(first!); // the same process, the attempt before
    await pool.query('select execution.end_lease($1, 1)', [call_id]);
    expect(await held()).toBe(1);
  });

  it('reads no more rows when a hundred times as many are due', async () => {
    const cost = async () => {
      const spent = await readBy((single) => step(single, 'me', [], 5, []));
      await pool.query('delete from execution.leases');
      return spent;
    };
    await run(50, ['a', 'b', 'c']);
    await due(['a', 'b', 'c'].flatMap((label, at) => calls(60, label, at * 1_000)));
    const few = await cost();
    await pool.query(
      `insert into execution.due_calls select 'x-' || n, $1, (array['a','b','c'])[1 + n % 3], 10000 + n, 1, 0, 0, 'requested', 0, true,
      '{"connection_id":"c"}', 1 from generate_series(1, 20000) n`,
      [evaluation],
    );
    const many = await cost();
    expect(few).toBeGreaterThan(0);
    expect(many).toBeLessThanOrEqual(few * 2);
  });

  it('reads no more rows where Postgres last saw its tables empty, as they are between evaluations', async () => {
    const fill = async (from: number, size: number) => {
      await due(calls(size, 'a', from));
      await pool.query(
        `insert into execution.leases (call_id, evaluation_id, label, connection_id, model_id, until, attempt, version, request)
         select 'ended-' || call_id, evaluation_id, label, 'c', label, now(), 1, 3, json_build_object('call', request)
         from execution.due_calls where ordinal >= $1`,
        [from],
      );
    };
    await run(40, ['a']);
    await fill(0, 500);
    await pool.query('delete from execution.due_calls');
    await pool.query('delete from execution.leases');
    await pool.query('analyze execution.due_calls, execution.leases');
    await fill(500, 1_000);
    let taken: Claimed[] = [];
    const spent = await readBy(async (single) => {
      taken = (await step(single, 'me', [], 40, [])).claimed;
      for (let turn = 0; turn < 3; turn++) taken = await list.swap(taken, 'me', 40, single);
    });
    expect(taken).toHaveLength(40);
    expect(spent).toBeLessThan(2_000);
  });

  describe('that swaps', () => {
    const labels = (claimed: readonly Claimed[]) => claimed.map(({ request: { call } }) => call.model_id).sort();
    let swap: WorkList['swap'];
    beforeEach(async () => {
      ({ swap } = list);
      await run(4, ['a', 'b']);
      await due([...calls(10, 'a'), ...calls(3, 'b', 10)]);
    });

    it('takes as many calls of the same models as it gives back, with the intent in the log', async () => {
      const first = await claim();
      expect(ordinals(first)).toEqual([0, 1, 10, 11]);
      const next = await swap(first);
      expect(ordinals(next)).toEqual([2, 3, 12]); // b has no more
      expect(await held()).toBe(3);
      const { rows } = await pool.query<{ stream: string }>(
        `select stream from log.events where type = 'AttemptStarted' order by position desc limit 3`,
      );
      expect(rows.map(({ stream }) => stream).sort()).toEqual(
        next.map(({ request: { call } }) => `call-${call.call_id}`).sort(),
      );
    });

    it('takes nothing that is not due, for calls that are not its own, or twice for one', async () => {
      const [first] = await claim('me', 1);
      expect(await swap([first!], 'other')).toEqual([]);
      await pool.query('update execution.due_calls set not_before = $1 where ordinal = 1', [FUTURE]);
      await pool.query('update execution.due_calls set funded = false where ordinal = 2');
      const next = await swap([first!]);
      expect(ordinals(next)).toEqual([3]);
      expect(await swap([first!])).toEqual([]);
      expect(await held()).toBe(1);
    });

    it('reads no more rows when a hundred times as many were taken before, whose rows do not say so yet', async () => {
      const cost = async (from: number, taken: number) => {
        await due(calls(taken + 2, 'a', from));
        await pool.query(
          `insert into execution.leases (call_id, evaluation_id, label, connection_id, model_id, until, attempt, version, request)
           select call_id, evaluation_id, label, 'c', label, now(), 1, 3, json_build_object('call', request)
           from execution.due_calls where ordinal between $1 and $2`,
          [from, from + taken - 1],
        );
        const [last] = await claim('me', 1);
        expect(ordinals([last!])).toEqual([from + taken]);
        let next: Claimed[] = [];
        const spent = await readBy(async (single) => (next = await swap([last!], 'me', 5, single)));
        expect(ordinals(next)).toEqual([from + taken + 1]);
        await list.release(next);
        return spent;
      };
      await pool.query('delete from execution.due_calls');
      const few = await cost(0, 5);
      await pool.query('delete from execution.due_calls');
      const many = await cost(100, 500);
      expect(few).toBeGreaterThan(0);
      expect(many).toBeLessThanOrEqual(few * 2);
    });

    it('leaves what came back to a claim, which begins with it', async () => {
      const [back, other] = await claim('me', 2);
      await release(back!);
      await pool.query(`update execution.due_calls set version = 2, attempt = 1, failures = 1 where ordinal = 0`);
      const next = await swap([other!]);
      expect(ordinals(next)).toEqual([2]);
      expect(ordinals(await claim('me', 1))).toEqual([0]);
    });

    it.each([
      ['the evaluation is paused', `update execution.runs set running = false`, []],
      ['its model is cancelled', `update execution.runs set cancelled_labels = '{a}'`, ['b', 'b']],
      ['its model is abandoned', `update execution.runs set abandoned = '{a}'`, ['b', 'b']],
    ])('takes nothing where %s', async (_, change, left) => {
      const first = await claim();
      await pool.query(change);
      expect(labels(await swap(first))).toEqual(left.slice(0, 1)); // b has one left
      expect(await held()).toBe(left.slice(0, 1).length);
    });

    it('gives slots back also when its process takes nothing more', async () => {
      const first = await claim();
      expect(await swap(first, 'me', 0)).toEqual([]);
      expect(await held()).toBe(0);
    });

    it('looks at all limits while a model is in trouble', async () => {
      const first = await claim();
      await pool.query(`insert into execution.throttles values ('c', 'a', 1, now(), now() + interval '1 h')`);
      expect(labels(await swap(first))).toEqual(['b']);
    });

    it('never takes a call that another replica takes', async () => {
      await pool.query(`delete from execution.due_calls where label = 'b'`);
      await due(calls(200, 'a', 100));
      await pool.query('update execution.runs set concurrency = 40');
      await lives('one', 'two');
      let mine = { one: await claim('one'), two: await claim('two') };
      const taken = [...ordinals(mine.one), ...ordinals(mine.two)];
      for (let round = 0; round < 4; round++) {
        const [one, two] = await Promise.all([swap(mine.one, 'one'), swap(mine.two, 'two')]);
        taken.push(...ordinals(one), ...ordinals(two));
        mine = { one, two };
        expect(await held()).toBe(one.length + two.length);
      }
      expect(taken.length).toBe(5 * 40);
      expect(new Set(taken).size).toBe(taken.length);
    });
  });
});
