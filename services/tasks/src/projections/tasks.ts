import type {
  ChecksGenerated,
  ChecksGenerationFailed,
  ChecksProvided,
  ChecksStatus,
  EventOf,
  GenerationAsked,
} from '@taskbench/contracts';
import { change, projection } from '@taskbench/event-log';
import type { TaskEvent } from '../domain/task.ts';

export interface TaskBoardRow {
  id: string;
  name: string;
  version: number;
  manifest: string;
  inputs: number;
  checks_status: ChecksStatus;
  checks: number;
  checks_digest: string | null;
  /** Its reason by its digest. */
  proposed_repetitions: { n: number; reason: string } | null;
  created_at: number;
  updated_at: number;
}

type Heard =
  | TaskEvent
  | EventOf<typeof GenerationAsked | typeof ChecksGenerated | typeof ChecksGenerationFailed | typeof ChecksProvided>;
type Version = Extract<TaskEvent, { type: 'TaskRevised' }>['data'];

/** A task's row at a new version. Its checks are on their way until `checks` says what became of them. */
export const atVersion = (data: Version, at: number, row?: TaskBoardRow): TaskBoardRow => ({
  id: data.task_id,
  name: data.name,
  version: data.task_version,
  manifest: data.manifest,
  inputs: data.inputs,
  checks_status: 'generating',
  checks: 0,
  checks_digest: data.given_checks,
  proposed_repetitions: null,
  created_at: row?.created_at ?? at,
  updated_at: at,
});

const version = (data: Version, { at }: { at: number }) =>
  change<TaskBoardRow>({ id: data.task_id }, (row) => atVersion(data, at, row));

// A late answer for an older version says nothing about the present one.
const checked = (of: { task_id: string; task_version: number }, next: Partial<TaskBoardRow>) =>
  change<TaskBoardRow>({ id: of.task_id }, (row) => (row?.version === of.task_version ? { ...row, ...next } : row));

/** One row a task: its present version and how its checks stand. */
export const taskBoard = projection<TaskBoardRow, Heard>({
  table: 'tasks.tasks',
  key: ['id'],
  on: {
    TaskCreated: version,
    TaskRevised: version,
    GenerationAsked: (of) => checked(of, { checks_status: 'generating' }),
    // Nothing has proved any checks yet, so a person should look at them.
    ChecksGenerated: (of) =>
      checked(of, {
        checks_status: 'needs_review',
        checks: of.count,
        checks_digest: of.checks,
        proposed_repetitions: of.repetitions ?? null,
      }),
    ChecksProvided: (of) =>
      checked(of, {
        checks_status: of.count === 0 ? 'none' : 'needs_review',
        checks: of.count,
        checks_digest: of.checks,
      }),
    ChecksGenerationFailed: (of) =>
      checked(of, { checks_status: of.reason === 'no_generator' ? 'no_generator' : 'failed' }),
  },
});
