import type { CallKey, Stored } from '@taskbench/contracts';
import { EventLog, servicePool } from '@taskbench/event-log';
import type { Seen, Simulator } from '@taskbench/simulator';

/** The simulated provider as a test sees it: told which faults to make, asked what it saw. */
export function refereeOf(simulator: Simulator) {
  const at = (path: string) => `http://127.0.0.1:${simulator.port}/control/${path}`;
  return {
    inject: async (faults: object): Promise<void> => {
      const { ok } = await fetch(at('faults'), { method: 'POST', body: JSON.stringify(faults) });
      if (!ok) throw new Error('These faults are not known.');
    },
    reset: () => fetch(at('log'), { method: 'DELETE' }),
    requests: async () => (await (await fetch(at('requests'))).json()) as Seen[],
  };
}

/** All events of one piece of work, in the log's order. */
export async function eventsOf(databaseUrl: string, correlation: string): Promise<Stored<string, CallKey>[]> {
  const pool = servicePool(databaseUrl, 1);
  const rows = await new EventLog(pool).rows(0, 1_000_000);
  await pool.end();
  return rows
    .filter((row) => row.correlation === correlation)
    .map((row) => ({ ...row, data: JSON.parse(row.data) as CallKey }));
}
