export { billing } from '@taskbench/billing';
export { checks } from '@taskbench/checks';
export { execution } from '@taskbench/execution';
export { scoring } from '@taskbench/scoring';
export { tasks } from '@taskbench/tasks';
