import type { FailureReason } from '@taskbench/contracts';
import type { Claimed, Outcome } from './claims.ts';
import { calls, ordinals, workList, type WorkList } from '../../test/work-list.ts';

const FUTURE = (Date.now() + 3_600_000) * 1_000;
const failed = (reason: FailureReason, final: boolean, wait_ms: number | null = null): Outcome => {
  return { reason, final, sent_ago_ms: 0, wait_ms };
};

describe('The outcomes of attempts', () => {
  let list: WorkList;
  let claim: WorkList['claim'];
  let release: WorkList['release'];

  beforeEach(async () => {
    list = await workList();
    ({ claim, release } = list);
  });
  afterEach(() => list.drop());

  const of = (label: string, claimed: readonly Claimed[]) =>
    claimed.filter(({ request: { call } }) => call.model_id === label);
  const answeredBefore = (...labels: string[]) =>
    list.pool.query(
      `insert into execution.model_progress select $1, m, m, 1, 9, 1, 0, 0, 0, 0, 0, 1, 0 from unnest($2::text[]) m`,
      [list.evaluation, labels],
    );
  const streaks = async () =>
    (await list.pool.query('select label, failed, timed_out, reason from execution.streaks order by label')).rows;

  it('end a model at its fifth failed call in a row, in the step that settles it; the others get its slots', async () => {
    await list.run(10, ['a', 'b']);
    await list.due([...calls(20, 'a'), ...calls(20, 'b', 100)]);
    const claimed = of('a', await claim());
    expect(claimed).toHaveLength(5);
    await release(claimed.slice(0, 4), failed('refused_key', true));
    await release(claimed.slice(4), failed('refused_key', true));
    expect(await streaks()).toEqual([{ label: 'a', failed: 5, timed_out: 0, reason: 'refused_key' }]);
    const after = await claim();
    expect([of('a', after).length, of('b', after).length]).toEqual([0, 5]); // beside the 5 that b has
  });

  it('leave a model that did not answer three times in a row one call at a time, until it answers', async () => {
    await list.run(10, ['a', 'b']);
    await list.due([...calls(20, 'a'), ...calls(20, 'b', 100)]);
    await answeredBefore('b');
    const claimed = of('a', await claim());
    await release(claimed.slice(0, 2), failed('server_error', false));
    expect(of('a', await claim())).toHaveLength(2);
    await release(claimed.slice(2, 5), failed('server_error', false));
    const lent = await claim();
    expect([of('a', lent).length, of('b', lent).length]).toEqual([0, 3]); // 2 are under way; the rest is b's meanwhile
  });

  it('count anew after an answer, but never undo the fifth failure', async () => {
    await list.run(20, ['a']);
    await list.due(calls(30, 'a'));
    const [first, second, third, ...rest] = await claim();
    await release([first!], failed('server_error', true));
    await release([second!]);
    expect(await streaks()).toEqual([]);
    await release(rest.slice(0, 5), failed('server_error', true));
    await release([third!]);
    await release(rest.slice(5, 7), failed('timeout', true));
    expect(await streaks()).toEqual([{ label: 'a', failed: 5, timed_out: 0, reason: 'server_error' }]);
    expect(await claim()).toEqual([]);
  });

  it('end a model at its fifth timed-out attempt in a row, whichever deadline it missed', async () => {
    await list.run(20, ['a']);
    await list.due(calls(30, 'a'));
    const claimed = await claim();
    await release(claimed.slice(0, 3), failed('timeout', false));
    await release(claimed.slice(3, 4), failed('server_error', false)); // not in a row any more
    await release(claimed.slice(4, 8), failed('first_token_timeout', false));
    expect(await streaks()).toEqual([{ label: 'a', failed: 0, timed_out: 4, reason: 'first_token_timeout' }]);
    await release(claimed.slice(8, 9), failed('timeout', false));
    expect(await claim()).toEqual([]);
  });

  it('of an attempt that is not this process’s any more, or told twice, do not count', async () => {
    await list.run(2, ['a']);
    await list.due(calls(2, 'a'));
    const [one, two] = await claim();
    await release([one!], failed('server_error', true));
    await release([one!], failed('server_error', true));
    await release([two!], failed('server_error', true), 'somebody else');
    expect(await streaks()).toMatchObject([{ failed: 1 }]);
  });

  it('halve what a model is sent at a time when it was asked for too much, once for all that was under way', async () => {
    await list.run(8, ['a']);
    await list.due(calls(40, 'a'));
    const claimed = await claim();
    await release(claimed.slice(0, 3), { ...failed('rate_limited', false), sent_ago_ms: 500 });
    expect(await claim()).toEqual([]); // 5 are under way, 4 are allowed
    await release(claimed.slice(3, 6));
    const more = await claim();
    expect(more).toHaveLength(2);
    await release([...claimed.slice(6), ...more], { ...failed('rate_limited', false), sent_ago_ms: 0 });
    const { rows } = await list.pool.query<{ slots: number }>('select slots from execution.throttles');
    expect(rows).toEqual([{ slots: 2 }]);
    await list.pool.query(`update execution.throttles set slots = 1, lowered_at = now(), resume_at = now()`);
    expect(await claim()).toHaveLength(1); // never below one
    await list.pool.query(
      `update execution.throttles set lowered_at = now() - interval '4 s', resume_at = now() - interval '4 s'`,
    );
    expect(await claim()).toHaveLength(4); // one more for each second
  });

  it('send a model nothing as long as its provider wants, over all evaluations; other models go on', async () => {
    const other = '0192f5e0-0000-7000-8000-000000000009';
    await list.run(4, ['a', 'b']);
    await list.run(4, ['a'], other);
    await list.due([...calls(9, 'a'), ...calls(9, 'b', 100), ...calls(9, 'a', 200, { evaluation: other })]);
    const claimed = await claim('me', 4);
    await release(of('a', claimed), failed('rate_limited', false, 3_600_000));
    const after = await claim();
    expect(of('a', after)).toEqual([]);
    await list.pool.query(`update execution.throttles set resume_at = now() - interval '1 s'`);
    expect(of('a', await claim()).length).toBeGreaterThan(0);
  });

  it('that only used up a limit send the model nothing until it is reset, and halve nothing', async () => {
    await list.run(4, ['a']);
    await list.due(calls(20, 'a'));
    await release((await claim()).slice(0, 2), { reason: null, final: false, sent_ago_ms: 1, wait_ms: 60_000 });
    expect(await claim()).toEqual([]);
    await list.pool.query(`update execution.throttles set resume_at = now() - interval '1 ms'`);
    expect(await claim()).toHaveLength(2);
  });

  it('lend the slots of a model that waits, all but one, to models that answer', async () => {
    await list.run(9, ['a', 'b', 'c']);
    await list.due([...calls(20, 'a'), ...calls(20, 'b', 100), ...calls(20, 'c', 200, { not_before: FUTURE })]);
    await answeredBefore('a', 'b');
    const shares = await claim();
    expect([of('a', shares).length, of('b', shares).length]).toEqual([3, 3]); // nothing is wrong: nothing is lent
    await list.pool.query(`insert into execution.streaks values ($1, 'c', 0, 0, 1, 'server_error')`, [list.evaluation]);
    expect(await claim()).toHaveLength(2);
    expect(await claim()).toEqual([]);
    await list.pool.query(`update execution.due_calls set not_before = 0 where label = 'c'`);
    expect(ordinals(await claim())).toEqual([200]); // the slot that was kept for it
  });

  it('lend nothing to a model that has not answered yet or failed last', async () => {
    await list.run(9, ['a', 'b', 'c']);
    await list.due([...calls(20, 'a'), ...calls(20, 'b', 100), ...calls(20, 'c', 200, { not_before: FUTURE })]);
    await answeredBefore('b');
    await list.pool.query(
      `insert into execution.streaks select $1, m, 0, 0, 1, 'server_error' from unnest(array['b', 'c']) m`,
      [list.evaluation],
    );
    expect(await claim()).toHaveLength(6);
  });

  it('lend the slots of a model that its provider slows down', async () => {
    await list.run(8, ['a', 'b']);
    await list.due([...calls(20, 'a'), ...calls(20, 'b', 100)]);
    await answeredBefore('b');
    await release(of('a', await claim()), failed('rate_limited', false, 3_600_000));
    expect(of('b', await claim())).toHaveLength(3); // beside its 4: the share of a but one
  });

  it('leave out models that are abandoned or cancelled, and share the slots among the others', async () => {
    await list.run(6, ['a', 'b', 'c']);
    await list.due([...calls(9, 'a'), ...calls(9, 'b', 100), ...calls(9, 'c', 200)]);
    await list.pool.query(`update execution.runs set abandoned = array['a'], cancelled_labels = array['b']`);
    expect(ordinals(await claim())).toEqual([200, 201, 202, 203, 204, 205]);
  });
});
