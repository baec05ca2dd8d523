import { join } from 'node:path';
import type { EvaluationList, ModelList } from '@taskbench/contracts';
import type { z } from 'zod';
import { openApi } from './api.ts';
import { conclude } from './evaluation/conclude.ts';
import { run } from './evaluation/run.ts';
import { print } from './say.ts';

/** The first start's evaluation: the bundled sample on simulated models. A later start shows the latest one's ranking. */
export async function runSample(apiUrl: string, root: string, simulated: boolean): Promise<void> {
  const api = openApi(apiUrl);
  const { evaluations } = await api.get<z.infer<typeof EvaluationList>>('/evaluations?limit=1');
  const [latest] = evaluations;
  if (latest) {
    await conclude(api, latest.id, {});
    return;
  }
  if (simulated) {
    await run(apiUrl, join(root, 'samples/meeting-action-items/task.yaml'), {});
    return;
  }
  const { models } = await api.get<z.infer<typeof ModelList>>('/models?limit=3');
  const ids = models.map(({ id }) => id).join(',') || 'a,b';
  print(
    `Your provider is connected. Start a first evaluation:\n  ./RunTaskBench.sh run samples/meeting-action-items/task.yaml --models ${ids}`,
  );
}
