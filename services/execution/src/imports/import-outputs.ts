import { CallUnscored, EvaluationStarted, OutputImported } from '@taskbench/contracts';
import type { EventLog, Texts } from '@taskbench/event-log';
import { reaction } from '@taskbench/messaging';
import type { Manifests } from '../calls/manifest.ts';
import { cellAt, ordinals } from '../domain/cells.ts';
import { cellName, type ListedOutput } from './list.ts';

const CHUNK = 500;

/** Settles every call of an evaluation whose outputs were given: imported, or unscored where none was. Again, it appends nothing. */
export const importOutputs = (log: EventLog, texts: Texts, manifests: Manifests) =>
  reaction('import-outputs', EvaluationStarted, async (evaluation, event) => {
    const { evaluation_id, task_id, manifest, imported, planned } = evaluation;
    if (!imported) return;
    const { task } = await manifests.read(task_id, manifest);
    const list = JSON.parse(await texts.one(task_id, imported)) as ListedOutput[];
    const given = new Map(list.map((output) => [cellName(output), output]));
    for (const chunk of ordinals(planned, CHUNK)) {
      await Promise.all(
        chunk.map((ordinal) => {
          const { key } = cellAt(evaluation, task.inputs, ordinal);
          const output = given.get(cellName(key));
          const facts = [
            output ? OutputImported({ ...key, ...output }) : CallUnscored({ ...key, reason: 'not_imported' }),
          ];
          const stream = `call-${key.call_id}`;
          return log.append({ stream, expected: 0, facts, correlation: evaluation_id, causation: event.id });
        }),
      );
    }
  });
