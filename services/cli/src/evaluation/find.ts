import type { EvaluationList } from '@taskbench/contracts';
import type { z } from 'zod';
import type { Api } from '../api.ts';
import { harmless } from '../show/text.ts';

type Page = z.infer<typeof EvaluationList>;
const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHOWN = 5;

/** The id of the evaluation that is meant: written out, begun uniquely, or `latest`. */
export async function evaluationId(api: Api, asked: string): Promise<string> {
  const id = asked.toLowerCase();
  if (WHOLE.test(id)) return id;
  if (id === 'latest') {
    const { evaluations } = await api.get<Page>('/evaluations?limit=1');
    if (evaluations[0]) return evaluations[0].id;
    throw new Error('There is no evaluation yet. Start one with ./RunTaskBench.sh run TASK.yaml.');
  }
  const found = await beginning(api, id);
  if (found.length === 1) return found[0]!.id;
  throw new Error(
    found.length === 0
      ? `No evaluation's id begins with "${asked}". ./RunTaskBench.sh evaluations lists them; "latest" is the newest.`
      : `${found.length} evaluations begin with "${asked}"; write more of the id:\n${found
          .slice(0, SHOWN)
          .map(({ id, task_name }) => `  ${id}  ${harmless(task_name)}`)
          .join('\n')}`,
  );
}

async function beginning(api: Api, prefix: string): Promise<Page['evaluations']> {
  const found: Page['evaluations'] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page = await api.get(`/evaluations?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    found.push(...page.evaluations.filter(({ id }) => id.startsWith(prefix)));
    cursor = page.next_cursor;
  }
  return found;
}
