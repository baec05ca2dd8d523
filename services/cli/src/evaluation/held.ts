import type { CallList, CallView } from '@taskbench/contracts';
import type { z } from 'zod';
import { openApi, type Api } from '../api.ts';
import { say } from '../say.ts';
import { whole } from '../show/amounts.ts';
import { harmless } from '../show/text.ts';
import { EXIT } from './outcome.ts';

const SHOWN = 10;

/** Which calls of an evaluation are held, and how each is decided. */
export async function heldCalls(api: Api, id: string): Promise<string> {
  const [{ calls }, { progress }] = await Promise.all([
    api.get<z.infer<typeof CallList>>(`/evaluations/${id}/calls?status=held&limit=${SHOWN}`),
    api.get<{ progress: { held: number } }>(`/evaluations/${id}`),
  ]);
  const more = progress.held - calls.length;
  return [
    'Held:',
    ...calls.map(({ call_id, label, input_id }) => `  ${call_id}  ${harmless(label)} on ${harmless(input_id)}`),
    ...(more > 0 ? [`  and ${whole(more)} more`] : []),
    'Decide each:  ./RunTaskBench.sh resolve CALL retry|give-up   (a retry may be paid for twice)',
    `Then go on:   ./RunTaskBench.sh resume ${id} --follow`,
  ].join('\n');
}

/** Decides a held call. Answers the exit code. */
export async function resolveCall(apiUrl: string, id: string, action: 'retry' | 'give-up'): Promise<number> {
  const api = openApi(apiUrl);
  const call = await api.post<CallView>(`/calls/${encodeURIComponent(id)}/resolve`, {
    action: action === 'give-up' ? 'give_up' : action,
  });
  say(action === 'retry' ? `Call ${id} is sent again.` : `Call ${id} is given up.`);
  if (call.evaluation_id) say(`Follow:  ./RunTaskBench.sh resume ${call.evaluation_id} --follow`);
  return EXIT.done;
}
