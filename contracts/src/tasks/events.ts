import { z } from 'zod';
import { defineEvent } from '../event.ts';
import { Digest, Label, TaskId } from '../ids.ts';

const version = {
  task_id: TaskId,
  task_version: z.int().min(1),
  name: Label,
  /** Names the text that holds the whole version: inputs, gold, template. */
  manifest: Digest,
  inputs: z.int().min(0),
  /** Who answers for its checks: a model is asked, a person gave them, or there are to be none. */
  checks: z.enum(['generate', 'given', 'none']),
  /** Names the checks that a person gave. */
  given_checks: Digest.nullable(),
};

/** Somebody described a task. */
export const TaskCreated = defineEvent({
  type: 'TaskCreated',
  version: 1,
  data: z.object({
    ...version,
    /** Of the request, so that repeating it is told from reusing its key. */ request: Digest,
  }),
});

/** A task was changed: a new version; old evaluations keep theirs. */
export const TaskRevised = defineEvent({ type: 'TaskRevised', version: 1, data: z.object(version) });
