import { billing } from '@taskbench/billing';
import { checks } from '@taskbench/checks';
import { execution } from '@taskbench/execution';
import { scoring } from '@taskbench/scoring';
import { main } from '@taskbench/service-kit';
import { tasks } from '@taskbench/tasks';

await main([tasks, checks, execution, scoring, billing], { relay: true, docs: true });
