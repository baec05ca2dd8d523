import type { Pool } from '@taskbench/event-log';
import type { Figure } from '@taskbench/service-kit';

// Only calls that are not settled are counted one by one; those that are, their evaluations have summed.
const CALLS = `
  select state, count(*)::int as calls from (select case when status = 'requested' and not funded then 'unfunded' else status end as state
    from execution.due_calls) due group by state
  union all select s.state, coalesce(sum(case s.state when 'answered' then answered when 'failed' then failed
      when 'unscored' then unscored else cancelled end), 0)::int
    from (values ('answered'), ('failed'), ('unscored'), ('cancelled')) s(state) left join execution.evaluations on true group by s.state`;
const LEASES = 'select count(*)::int as leases from execution.leases where owner is not null';
const WORKERS = 'select count(*)::int as workers from execution.workers where until > now()';
const DOUBTS = `select count(*)::int as doubts from execution.calls where status = 'in_doubt'`;

/** How many calls stand where, and who sends them. */
export async function callFigures(pool: Pool): Promise<Figure[]> {
  const [calls, leases, workers, doubts] = await Promise.all([
    pool.query<{ state: string; calls: number }>(CALLS),
    pool.query<{ leases: number }>(LEASES),
    pool.query<{ workers: number }>(WORKERS),
    pool.query<{ doubts: number }>(DOUBTS),
  ]);
  const one = (name: string, help: string, value: number): Figure => ({
    name: `taskbench_${name}`,
    help,
    labels: {},
    value,
  });
  return [
    ...calls.rows.map(({ state, calls: value }) => ({
      name: 'taskbench_calls',
      help: 'Calls by state',
      labels: { state },
      value,
    })),
    one('leases', 'Attempts that are being made now', leases.rows[0]!.leases),
    one('workers', 'Execution processes that share the calls', workers.rows[0]!.workers),
    one('calls_in_doubt', 'Calls whose fate is not known', doubts.rows[0]!.doubts),
  ];
}
