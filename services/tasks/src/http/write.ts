import type { CreateTask, DataOf, QualityCheck, ReviseTask, TaskCreated, TaskView } from '@taskbench/contracts';
import { CreateTask as CreateTaskBody } from '@taskbench/contracts';
import { ValidationRule } from '@taskbench/check-engine';
import { handle, type SealedText } from '@taskbench/event-log';
import { BadInput, canonical, caughtUp, KeyReused, parse, resourceId, type Runtime } from '@taskbench/service-kit';
import { definitionOf } from '../domain/definition.ts';
import { task } from '../domain/task.ts';
import type { TaskBoardRow } from '../projections/tasks.ts';
import { definition, rowOf, taskView } from './read.ts';

const POLL_MS = 50;

/** Creates a task, or answers the one that this key created before. */
export async function createTask(runtime: Runtime, body: CreateTask, wait: number, route: string, key?: string): Promise<TaskView> {
  const id = resourceId(route, key);
  const { digest: request } = await runtime.texts.seal(id, canonical(body));
  const [first] = key ? await runtime.log.stream(`task-${id}`) : [];
  if (first && (first.data as DataOf<typeof TaskCreated>).request !== request) throw new KeyReused();
  const { version, texts } = await seal(runtime, id, body);
  await handle(runtime.log, task, id, { type: 'CreateTask', data: { ...version, request } }, { correlation: id, texts });
  return settled(runtime, id, wait);
}

/** Changes a task: what is given replaces what was. */
export async function reviseTask(runtime: Runtime, id: string, change: ReviseTask, wait: number): Promise<TaskView> {
  const before = await definition(runtime.texts, await rowOf(runtime, id));
  const { inputs, ...rest } = before;
  const kept = change.gold_data === undefined ? { ...rest, inputs } : rest;
  const body = parse(CreateTaskBody, { ...kept, ...change });
  const { version, texts } = await seal(runtime, id, body);
  await handle(runtime.log, task, id, { type: 'ReviseTask', data: version }, { correlation: id, texts });
  return settled(runtime, id, wait);
}

async function seal(runtime: Runtime, task_id: string, body: CreateTask) {
  const made = definitionOf(body);
  const manifest = await runtime.texts.seal(task_id, canonical(made));
  const given = body.quality_checks && accepted(body.quality_checks);
  const checks = given?.length ? await runtime.texts.seal(task_id, canonical(given)) : null;
  const texts: SealedText[] = checks ? [manifest, checks] : [manifest];
  const version = {
    task_id,
    name: made.name,
    manifest: manifest.digest,
    inputs: made.inputs.length,
    checks: given === undefined ? ('generate' as const) : checks ? ('given' as const) : ('none' as const),
    given_checks: checks?.digest ?? null,
  };
  return { version, texts };
}

/** Checks that a person gave: each rule must be one that the check engine understands. */
const accepted = (checks: NonNullable<CreateTask['quality_checks']>): QualityCheck[] =>
  checks.map((check, at) => {
    const rule = ValidationRule.safeParse(check.validation_rule);
    if (rule.success) return { ...check, state: 'accepted' };
    const path = `quality_checks.${at}.validation_rule`;
    throw new BadInput(rule.error.issues.map((issue) => ({ path: [path, ...issue.path].join('.'), message: issue.message })), 'invalid-rule');
  });

/** The task once its checks are there, or as it stands when the time is over. */
async function settled(runtime: Runtime, id: string, waitSeconds: number): Promise<TaskView> {
  await caughtUp(runtime, 'tasks');
  const until = Date.now() + waitSeconds * 1000;
  let row: TaskBoardRow = await rowOf(runtime, id);
  while (row.checks_status === 'generating' && Date.now() < until) {
    await new Promise((done) => setTimeout(done, POLL_MS));
    row = await rowOf(runtime, id);
  }
  return taskView(runtime, row);
}
