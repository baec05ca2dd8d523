import { join } from 'node:path';
import { readTaskFile } from '@taskbench/cli';
import type { ImportedTask, TaskView } from '@taskbench/contracts';
import { readSamples, type KnownInput } from '@taskbench/simulator';

const folder = join(import.meta.dirname, '../../samples');
const NAME = 'meeting-action-items';

/** The sample that is measured, as its task was imported, and its inputs with what the simulator knows of them. */
export interface Sample {
  readonly task: TaskView;
  readonly inputs: readonly KnownInput[];
}

export async function openSample(at: (path: string) => string): Promise<Sample> {
  const file = await readTaskFile(join(folder, NAME, 'task.yaml'));
  const { task } = await post<ImportedTask>(at('/tasks/import'), file);
  const inputs = (await readSamples(folder)).filter(({ sample }) => sample === NAME);
  return { task, inputs };
}

export async function post<View>(url: string, body: unknown): Promise<View> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as View;
}
