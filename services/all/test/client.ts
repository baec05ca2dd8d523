import { join } from 'node:path';
import type { EvaluationView, ImportedTask, ResultsView } from '@taskbench/contracts';
import { readTaskFile } from '@taskbench/cli';
import type { TestStack } from './stack.ts';

export const samples = join(import.meta.dirname, '../../../samples');
const sampleTask = join(samples, 'meeting-action-items/task.yaml');

export const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Asks the stack over HTTP. */
export async function ask<View>(
  stack: TestStack,
  method: string,
  path: string,
  body?: unknown,
  headers = {},
): Promise<{ status: number; body: View }> {
  const response = await fetch(`${stack.baseOf(path)}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as View };
}

export async function importSample(stack: TestStack): Promise<ImportedTask['task']> {
  const { status, body } = await ask<ImportedTask>(stack, 'POST', '/tasks/import', await readTaskFile(sampleTask));
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body.task;
}

export async function start(stack: TestStack, body: object): Promise<EvaluationView> {
  const reply = await ask<EvaluationView>(stack, 'POST', '/evaluations', body);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body;
}

/** Waits for an evaluation's end. */
export async function ended(stack: TestStack, id: string, patience = 60_000): Promise<EvaluationView> {
  for (const until = Date.now() + patience; Date.now() < until;) {
    const { body } = await ask<EvaluationView>(stack, 'GET', `/evaluations/${id}`);
    if (body.ended_at) return body;
    await sleep(100);
  }
  throw new Error(
    `Evaluation ${id} did not end: ${JSON.stringify((await ask(stack, 'GET', `/evaluations/${id}`)).body)}`,
  );
}

export async function results(stack: TestStack, id: string): Promise<ResultsView> {
  for (let tries = 0; tries < 100; tries++) {
    const { body } = await ask<ResultsView>(stack, 'GET', `/evaluations/${id}/results`);
    if (body.final) return body;
    await sleep(50);
  }
  throw new Error('The results did not become final.');
}
