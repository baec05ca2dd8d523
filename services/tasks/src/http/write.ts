import {
  canonical,
  CreateTask,
  type DataOf,
  type ReviseTask,
  type TaskCreated,
  type TaskDefinition,
  type TaskView,
} from '@taskbench/contracts';
import { handle } from '@taskbench/event-log';
import { Rejection } from '@taskbench/kernel';
import { KeyReused, parse, resourceId, type Runtime } from '@taskbench/service-kit';
import { definitionOf } from '../domain/definition.ts';
import { revised } from '../domain/revision.ts';
import { task, type ChecksSource } from '../domain/task.ts';
import { codeForbidden, givenChecks } from '../checks/given-checks.ts';
import { findableItems } from '../output/findable-items.ts';
import { definition } from './read.ts';
import { settled, writtenRow } from './settled.ts';

const MAX_TRIES = 5;

/** Creates a task, or answers the one that this key created before. */
export async function createTask(
  runtime: Runtime,
  body: CreateTask,
  wait: number,
  route: string,
  key?: string,
): Promise<TaskView> {
  const id = resourceId(route, key);
  const { digest: request } = await runtime.texts.seal(id, canonical(body));
  const { described, source, texts } = await seal(runtime, id, body);
  const data = { ...described, ...(source ?? { checks: 'generate' as const, given_checks: null }), request };
  const facts = await handle(runtime.log, task, id, { type: 'CreateTask', data }, { correlation: id, texts });
  if (facts.length === 0) await sameRequest(runtime, id, request);
  return settled(runtime, id, wait);
}

async function sameRequest({ log }: Runtime, id: string, request: string): Promise<void> {
  const [first] = await log.stream(`task-${id}`);
  if ((first?.data as DataOf<typeof TaskCreated> | undefined)?.request !== request) throw new KeyReused();
}

/** Changes a task: what is given replaces what was, the rest stays. */
export const reviseTask = (runtime: Runtime, id: string, change: ReviseTask, wait: number): Promise<TaskView> =>
  renew(runtime, id, (before) => parse(CreateTask, revised(before, change)), wait);

/** Makes a task what a body says. Where that names no checks, they are as they were. */
export const replaceTask = (runtime: Runtime, id: string, body: CreateTask, wait: number): Promise<TaskView> =>
  renew(runtime, id, () => body, wait);

/** A new version of a task. Made again from the newest one when another was faster. */
async function renew(
  runtime: Runtime,
  id: string,
  next: (before: TaskDefinition) => CreateTask,
  wait: number,
): Promise<TaskView> {
  for (let tries = 1; ; tries++) {
    const before = await writtenRow(runtime, id);
    const body = next(await definition(runtime.texts, before));
    const { described, source, texts } = await seal(runtime, id, body);
    const data = { ...described, source, from_version: before.version };
    try {
      await handle(runtime.log, task, id, { type: 'ReviseTask', data }, { correlation: id, texts });
      return await settled(runtime, id, wait);
    } catch (error) {
      const overtaken = error instanceof Rejection && error.code === 'task-changed';
      if (!overtaken || tries === MAX_TRIES) throw error;
    }
  }
}

/** A body as texts under the task's key and what the facts say of them; `source` is null where it names no checks. */
async function seal({ texts, config }: Runtime, task_id: string, body: CreateTask) {
  const made = definitionOf(body);
  findableItems(made.output);
  const given = body.quality_checks && givenChecks(body.quality_checks, codeForbidden(body, config.allowCode));
  const manifest = await texts.seal(task_id, canonical(made));
  const sealed = given?.length ? await texts.seal(task_id, canonical(given)) : null;
  const source: ChecksSource | null = given
    ? { checks: sealed ? 'given' : 'none', given_checks: sealed?.digest ?? null }
    : null;
  return {
    described: { task_id, name: made.name, manifest: manifest.digest, inputs: made.inputs.length },
    source,
    texts: sealed ? [manifest, sealed] : [manifest],
  };
}
