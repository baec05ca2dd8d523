import type { DeadLetterList, DeadLetterView } from '@taskbench/contracts';
import { openApi } from '../api.ts';
import type { Settings } from '../settings.ts';
import { bad, type Finding } from './finding.ts';

const PAGE = 200;
const PATIENCE_MS = 5_000;

/** All events that were set aside, page by page. */
async function setAside({ apiUrl }: Pick<Settings, 'apiUrl'>): Promise<DeadLetterView[]> {
  const api = openApi(apiUrl);
  const found: DeadLetterView[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: DeadLetterList = await api.get(`/dead-letters?limit=${PAGE}${cursor && `&cursor=${cursor}`}`);
    found.push(...page.dead_letters.filter(({ state }) => state === 'dead'));
    cursor = page.next_cursor;
  }
  return found;
}

/** A finding for each event that was set aside. */
export async function letters(settings: Pick<Settings, 'apiUrl'>): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => (timer = setTimeout(() => done(null), PATIENCE_MS)));
  const found = await Promise.race([setAside(settings).catch(() => null), late]).finally(() => clearTimeout(timer));
  if (!found)
    return [bad('set aside', 'the services do not say which events', './RunTaskBench.sh logs services says why.')];
  return found.map(({ id, consumer, type, position, failures, reason }) =>
    bad(
      'set aside',
      `${type} at ${position} for ${consumer}, ${failures} failures: ${reason}`,
      `./RunTaskBench.sh doctor --redrive ${id} tries it again.`,
    ),
  );
}

/** Tries events again that were set aside: one by its id, or all. Answers how many. */
export async function redrive(settings: Pick<Settings, 'apiUrl'>, id: string): Promise<number> {
  const api = openApi(settings.apiUrl);
  const ids = id === 'all' ? (await setAside(settings)).map((one) => one.id) : [id];
  for (const one of ids) await api.post(`/dead-letters/${one}/redrive`, {});
  return ids.length;
}
