import { migrate } from '@taskbench/event-log';
import { billing, checks, execution, scoring, tasks } from './index.ts';

// Services migrate when they start as well; here it is done once before any of them, so that none waits for another.
const all = [tasks, checks, execution, scoring, billing];
await migrate(
  process.env['DATABASE_URL']!,
  all.map(({ name: schema, migrations }) => ({ schema, migrations })),
);
