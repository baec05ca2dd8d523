import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DeadLetterList } from '@taskbench/contracts';
import { portTaken } from '@taskbench/local-servers';
import { openApi } from './api.ts';
import type { Settings } from './settings.ts';
import { status, type Trouble } from './status.ts';

/** One thing that was looked at. */
interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly seen: string;
  readonly remedy?: string;
}

const LEAST_DISK = 1_000_000_000;
const MOST_SKEW_MS = 5_000;
const good = (name: string, seen: string): Finding => ({ name, ok: true, seen });
const bad = (name: string, seen: string, remedy: string): Finding => ({ name, ok: false, seen, remedy });

/** Looks at all that TaskBench needs and at how it is; each finding says what to do. */
export async function doctor(settings: Settings): Promise<Finding[]> {
  const now = await status(settings);
  const running = now.mode !== 'stopped';
  return [
    node(),
    home(settings),
    ...(running ? [] : await ports(settings)),
    await provider(settings),
    good('stack', running ? `runs (${now.mode}), ${now.events ?? 'unknown'} events in the log` : 'stopped'),
    ...(running ? now.troubles.filter(({ what }) => !what.includes('set aside')).map(ofTrouble) : []),
    ...(running ? await letters(settings) : []),
  ];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const fits = major > 22 || (major === 22 && minor >= 22);
  return fits
    ? good('node', process.versions.node)
    : bad('node', process.versions.node, 'Install Node 22.22 or newer.');
}

function home({ home: folder }: Settings): Finding {
  const there = existsSync(folder) ? folder : dirname(folder);
  try {
    accessSync(there, constants.W_OK);
    const { bavail, bsize } = statfsSync(there);
    const free = bavail * bsize;
    const seen = `${folder}, ${(free / 1e9).toFixed(1)} GB free`;
    return free >= LEAST_DISK
      ? good('data', seen)
      : bad('data', seen, 'Make room, or set TASKBENCH_HOME to another disk.');
  } catch {
    return bad('data', `${folder} cannot be written`, 'Set TASKBENCH_HOME to a folder of yours.');
  }
}

async function ports({ apiPort, webPort, bind }: Settings): Promise<Finding[]> {
  const looked = [
    ['API port', apiPort, 'TASKBENCH_API_PORT'],
    ['UI port', webPort, 'TASKBENCH_WEB_PORT'],
  ] as const;
  return Promise.all(
    looked.map(async ([name, port, variable]) =>
      (await portTaken(port, bind))
        ? bad(name, `${port} is taken`, `Free it or set ${variable}.`)
        : good(name, `${port} is free`),
    ),
  );
}

/** The provider, whether it takes the key, and by its Date whether our clock is right. */
async function provider({ simulated }: Settings): Promise<Finding> {
  if (simulated) return good('provider', 'simulated: set OPENROUTER_API_KEY or LLM_BASE_URL for a real one');
  const base = (process.env['LLM_BASE_URL'] || 'https://openrouter.ai/api/v1').replace(/\/+$/, '');
  const key = process.env['LLM_API_KEY'] || process.env['OPENROUTER_API_KEY'] || '';
  // OpenRouter lists its models to anybody; its key page does not.
  const path = base.includes('openrouter.ai') ? '/key' : '/models';
  const headers = { ...(key && { authorization: `Bearer ${key}` }) };
  const response = await fetch(`${base}${path}`, { headers, signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (!response) return bad('provider', `${base} does not answer`, 'Start it, or set LLM_BASE_URL to another address.');
  if ([401, 403].includes(response.status))
    return bad('provider', `${base} refused the key`, 'Check LLM_API_KEY or OPENROUTER_API_KEY.');
  const date = Date.parse(response.headers.get('date') ?? '');
  const skew = Number.isNaN(date) ? 0 : Math.abs(Date.now() - date);
  if (skew > MOST_SKEW_MS)
    return bad('clock', `${Math.round(skew / 1000)} s apart from the provider's`, "Set this machine's clock (NTP).");
  return good('provider', `${base} answers`);
}

const ofTrouble = ({ what, remedy }: Trouble): Finding => bad('stack', what, remedy);

async function letters({ apiUrl }: Settings): Promise<Finding[]> {
  const api = openApi(apiUrl);
  const list = await api.get<DeadLetterList>('/dead-letters?limit=100').catch(() => null);
  return (list?.dead_letters ?? [])
    .filter(({ state }) => state === 'dead')
    .map(({ id, consumer, type, position, failures, reason }) =>
      bad(
        'set aside',
        `${type} at ${position} for ${consumer}, ${failures} failures: ${reason}`,
        `./RunTaskBench.sh doctor --redrive ${id} tries it again.`,
      ),
    );
}

/** Tries events again that were set aside: one by its id, or all. */
export async function redrive({ apiUrl }: Settings, id: string): Promise<number> {
  const api = openApi(apiUrl);
  const ids =
    id === 'all'
      ? (await api.get<DeadLetterList>('/dead-letters?limit=200')).dead_letters
          .filter(({ state }) => state === 'dead')
          .map((one) => one.id)
      : [id];
  for (const one of ids) await api.post(`/dead-letters/${one}/redrive`, {});
  return ids.length;
}

export const doctorLines = (findings: readonly Finding[]): string =>
  findings
    .map(
      ({ name, ok, seen, remedy }) =>
        `${ok ? '✓' : '!'} ${name.padEnd(10)} ${seen}${remedy ? `\n             ${remedy}` : ''}`,
    )
    .join('\n');
