import { EventLog, rebuild, servicePool, steadyPool, Texts, verifyLog } from '@taskbench/event-log';
import { billing, checks, execution, scoring, tasks } from '../src/index.ts';

/** Events a second of folding the whole log into the rows of all services, and of verifying it with its texts. */
export async function replay(databaseUrl: string): Promise<{ events: number; rebuilt: number; verified: number }> {
  const pool = servicePool(databaseUrl, 4);
  const log = new EventLog(steadyPool(databaseUrl, 4));
  const boards = [tasks, checks, execution, scoring, billing].map(({ name: schema, projections }) => ({
    schema,
    projections,
  }));
  const began = performance.now();
  const { events, drifts } = await rebuild(pool, log, boards, { repair: false });
  if (drifts.length > 0) throw new Error(`${drifts.length} rows are not what the log says.`);
  const rebuilt = events / ((performance.now() - began) / 1000);
  const { findings, events: seen, seconds } = await verifyLog(pool, log, new Texts(log.pool));
  if (findings.length > 0) throw new Error(findings[0]!.message);
  await Promise.all([pool.end(), log.pool.end()]);
  return { events, rebuilt, verified: seen / seconds };
}
