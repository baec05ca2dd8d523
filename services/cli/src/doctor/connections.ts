import type { ConnectionList, ConnectionView } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import type { Settings } from '../settings.ts';
import { harmless } from '../show/text.ts';
import { bad, good, type Finding } from './finding.ts';

const NAME = 'connection';
const PATIENCE_MS = 8_000;

/** A finding for each connection that was added: what one free request brings. That of the environment is looked at apart. */
export async function connections({ apiUrl }: Pick<Settings, 'apiUrl'>): Promise<Finding[]> {
  const api = openApi(apiUrl, undefined, PATIENCE_MS);
  // Where the services do not answer, the stack says so.
  const all = await api.get<ConnectionList>('/connections').catch(() => null);
  const added = all?.connections.filter(({ from }) => from === 'api') ?? [];
  return Promise.all(
    added.map(async ({ id, name }) => {
      const answer = (await api.post<ConnectionView>(`/connections/${id}/test`, {}).catch(() => null))?.last_answer;
      if (answer?.ok) return good(NAME, `${harmless(name)}: ${harmless(answer.said)}`);
      const seen = `${harmless(name)}: ${harmless(answer?.said ?? 'what it answers cannot be had.')}`;
      return bad(NAME, seen, `./RunTaskBench.sh connections test "${harmless(name)}" asks it again.`);
    }),
  );
}
