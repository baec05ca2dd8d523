import type {
  ChecksGenerated,
  ChecksGenerationFailed,
  ChecksProvided,
  EventOf,
  TaskCreated,
  TaskRevised,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';

export interface KnownTask {
  task_id: string;
  name: string;
  version: number;
  manifest: string;
  inputs: number;
  checks: string;
  checks_status: 'generating' | 'ready' | 'failed' | 'none';
  checks_digest: string | null;
  checks_count: number;
}

type Heard = EventOf<
  | typeof TaskCreated
  | typeof TaskRevised
  | typeof ChecksGenerated
  | typeof ChecksGenerationFailed
  | typeof ChecksProvided
>;

const version = (task: Extract<Heard, { type: 'TaskRevised' }>['data']) =>
  change<KnownTask>({ task_id: task.task_id }, () => ({
    task_id: task.task_id,
    name: task.name,
    version: task.task_version,
    manifest: task.manifest,
    inputs: task.inputs,
    checks: task.checks,
    checks_status: 'generating',
    checks_digest: null,
    checks_count: 0,
  }));

const checked = ({ task_id, task_version }: { task_id: string; task_version: number }, next: Partial<KnownTask>) =>
  change<KnownTask>({ task_id }, (row) => (row && row.version === task_version ? { ...row, ...next } : row));

/** What an evaluation needs to know of a task before it can start. */
export const tasks = projection<KnownTask, Heard>({
  table: 'execution.tasks',
  key: ['task_id'],
  on: {
    TaskCreated: version,
    TaskRevised: version,
    ChecksGenerated: (of) => checked(of, { checks_status: 'ready', checks_digest: of.checks, checks_count: of.count }),
    ChecksProvided: (of) =>
      checked(of, { checks_status: of.checks ? 'ready' : 'none', checks_digest: of.checks, checks_count: of.count }),
    ChecksGenerationFailed: (of) => checked(of, { checks_status: 'failed' }),
  },
});
