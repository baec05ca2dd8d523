import { bad, clock, good, type Finding } from './finding.ts';

const NAME = 'provider';
const PATIENCE_MS = 5_000;

/** Where models are asked. */
export interface Provider {
  readonly url: string;
  readonly key: string;
  readonly simulated: boolean;
}

/** The provider that the environment names; null where it is the simulated one. */
export function namedProvider(env: NodeJS.ProcessEnv): Provider | null {
  if (!env['LLM_BASE_URL'] && !env['OPENROUTER_API_KEY']) return null;
  const url = (env['LLM_BASE_URL'] || 'https://openrouter.ai/api/v1').replace(/\/+$/, '');
  return { url, key: env['LLM_API_KEY'] || env['OPENROUTER_API_KEY'] || '', simulated: false };
}

/** Whether the provider answers and takes the key, and by its Date whether our clock is right. */
export async function provider({ url, key, simulated }: Provider): Promise<Finding[]> {
  // OpenRouter lists its models to anybody; its key page does not.
  const path = url.includes('openrouter.ai') ? '/key' : '/models';
  const headers = { ...(key && { authorization: `Bearer ${key}` }) };
  const where = named(url);
  const before = Date.now();
  const response = await fetch(`${url}${path}`, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE_MS),
  }).catch(() => null);
  if (!response)
    return [
      simulated
        ? bad(NAME, `the simulated one does not answer at ${where}`, './RunTaskBench.sh logs simulator says why.')
        : bad(NAME, `${where} does not answer`, 'Start it, or set LLM_BASE_URL to another address.'),
    ];
  await response.body?.cancel();
  const looked = answer(response.status, where, simulated);
  const date = Date.parse(response.headers.get('date') ?? '');
  // It counts whole seconds, and may have been written a moment before it came.
  return [looked, ...(Number.isNaN(date) ? [] : clock('the provider', date, before - 1_000, Date.now()))];
}

/** An address without what may be secret: what stands before the host or behind the path. */
function named(text: string): string {
  const url = URL.parse(text);
  return url ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : 'LLM_BASE_URL';
}

function answer(status: number, url: string, simulated: boolean): Finding {
  if (status === 401 || status === 403)
    return bad(NAME, `${url} refused the key (${status})`, 'Check LLM_API_KEY or OPENROUTER_API_KEY.');
  if (status === 402) return bad(NAME, `${url} says that no credit is left`, 'Add credit at the provider.');
  if (status === 429) return bad(NAME, `${url} limits our rate just now`, 'Wait a moment; calls wait by themselves.');
  if (status >= 300 && status < 400)
    return bad(NAME, `${url} leads elsewhere (${status})`, 'Set LLM_BASE_URL to the address that it leads to.');
  if (status >= 500)
    return bad(NAME, `${url} fails (${status})`, 'Wait until it works again; calls are tried again by themselves.');
  return good(
    NAME,
    simulated ? 'simulated, answers: set OPENROUTER_API_KEY or LLM_BASE_URL for a real one' : `${url} answers`,
  );
}
