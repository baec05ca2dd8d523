import { z } from 'zod';
import { ProposedRepetitions, QualityCheck } from '../checks/api.ts';
import { TaskId } from '../ids.ts';
import { LongInputs } from '../execution/evaluation-events.ts';
import { ModelEntry } from '../execution/model-entry.ts';
import { CanShow } from '../scoring/ranking.ts';
import { OutputSpec, TaskDefinition, TaskInput } from './definition.ts';

export const ChecksStatus = z.enum([
  'generating',
  'proving',
  'ready',
  'needs_review',
  'failed',
  'no_generator',
  'none',
]);
export type ChecksStatus = z.infer<typeof ChecksStatus>;

/** A row of the list of tasks. */
export const TaskRow = z
  .object({
    id: TaskId,
    name: z.string(),
    version: z.int(),
    inputs: z.int(),
    checks_status: ChecksStatus,
    checks: z.int(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'TaskRow' });
export type TaskRow = z.infer<typeof TaskRow>;

export const TaskList = z.object({ tasks: z.array(TaskRow), next_cursor: z.string().nullable() });

/** A task with its texts. */
export const TaskView = z
  .object({
    id: TaskId,
    version: z.int(),
    name: z.string(),
    description: z.string(),
    domain: z.string().optional(),
    input_format: z.string().optional(),
    output_format: z.string().optional(),
    output: OutputSpec,
    prompt: z.string().optional(),
    prompts: z.record(z.string(), z.string()).optional(),
    constraints: z.array(z.string()).optional(),
    evaluation_criteria: z.array(z.string()).optional(),
    allow_code: z.boolean().optional(),
    inputs: z.int(),
    /** What its inputs can show of two models, each input once; null without inputs. */
    can_show: CanShow.nullable(),
    quality_checks: z.array(QualityCheck),
    checks_status: ChecksStatus,
    /** How often the model that wrote the checks would ask each input; null where it did not say, or no model was asked. */
    proposed_repetitions: ProposedRepetitions.nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof TaskView>;

export const InputList = z.object({ inputs: z.array(TaskInput), next_cursor: z.string().nullable() });
export const VersionList = z.object({
  versions: z.array(z.object({ version: z.int(), name: z.string(), inputs: z.int(), created_at: z.string() })),
  next_cursor: z.string().nullable(),
});

const WantedEvaluation = z.object({
  models: z.array(ModelEntry).optional(),
  repetitions: z.int().optional(),
  concurrency: z.int().optional(),
  budget_usd: z.string().optional(),
  ranking: z.string().optional(),
  long_inputs: LongInputs.optional(),
});

/** Something in a file of another tool that has no counterpart here: where it stands, what it is, and why. */
export const ImportNotice = z.object({
  file: z.string(),
  line: z.int(),
  field: z.string(),
  /** The type of the assertion, or the setting. */
  about: z.string(),
  message: z.string(),
});
export type ImportNotice = z.infer<typeof ImportNotice>;

/** What import made of a file: the task, how it wants to be evaluated, and what of it was left out. */
export const ImportedTask = z.object({
  task: TaskView,
  evaluation: WantedEvaluation,
  notices: z.array(ImportNotice),
});
export type ImportedTask = z.infer<typeof ImportedTask>;

/** What an import would make of a file. */
export const CheckedTask = z.object({
  name: z.string(),
  inputs: z.int(),
  evaluation: WantedEvaluation,
  notices: z.array(ImportNotice),
  /** The task as it would be, where that is asked for. */
  task: TaskDefinition.optional(),
});
export type CheckedTask = z.infer<typeof CheckedTask>;

/** One entry of the log, without texts. */
export const LoggedEvent = z
  .object({
    position: z.int(),
    stream: z.string(),
    version: z.int(),
    type: z.string(),
    schema_version: z.int(),
    id: z.string(),
    at: z.string(),
    correlation: z.string(),
    causation: z.string().nullable(),
    data: z.unknown(),
    /** Of the chain up to this event, SHA-256 in hex. */
    hash: z.string(),
  })
  .meta({ id: 'LoggedEvent' });
export const EventList = z.object({ events: z.array(LoggedEvent), next_cursor: z.string().nullable() });
