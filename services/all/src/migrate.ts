import { migrate } from '@taskbench/event-log';
import { makeMasterKey } from '@taskbench/local-servers';
import { billing, checks, execution, scoring, tasks } from './index.ts';

const { TASKBENCH_MASTER_KEY_FILE: file } = process.env;
if (file) makeMasterKey(file); // for all replicas that come after it

// Services migrate when they start as well; here it is done once before any of them, so that none waits for another.
const all = [tasks, checks, execution, scoring, billing];
await migrate(
  process.env['DATABASE_URL']!,
  all.map(({ name: schema, migrations }) => ({ schema, migrations })),
);
