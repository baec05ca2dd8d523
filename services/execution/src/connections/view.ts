import type { ConnectionView } from '@taskbench/contracts';
import type { Connection } from './connect.ts';
import type { LastAnswer } from './stored.ts';

/** A connection as the API shows it: of its key, when it was set and how it ends. */
export async function connectionView(
  { id, name, baseUrl, stored, simulated, keyed, catalogue }: Connection,
  last: LastAnswer | undefined,
  notice: string | null = null,
): Promise<ConnectionView> {
  return {
    id,
    name,
    base_url: baseUrl,
    from: stored ? 'api' : 'environment',
    simulated,
    key: keyed ? { set_at: stored?.key_set_at?.toISOString() ?? null, ends: stored?.key_ends ?? null } : null,
    last_answer: last ? { at: last.answered_at.toISOString(), ok: last.answered, said: last.answer } : null,
    models: await catalogue.size(),
    notice,
  };
}
