import { localPostgresUrl } from '@taskbench/local-servers';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';
import { StackState } from '../state.ts';
import type { Status } from '../status.ts';
import { bad, good, type Finding } from './finding.ts';
import { nats } from './nats.ts';
import { postgres } from './postgres.ts';

const OURS = 'the local one, not started';
const hostOf = (url: string): string => url.replace(/^\w+:\/\//, '');
const kept = (settings: Settings, name: string) =>
  new StackState(settings.home).living().find((member) => member.name === name)?.url;

/** Postgres and NATS, wherever they are: those of local mode, the person's own, or behind the containers' network. */
export async function servers(settings: Settings, now: Status, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  if (now.mode === 'docker')
    return [...seen('postgres', now, 'in its container'), ...seen('nats', now, 'in its container')];
  const found = await Promise.all([ofPostgres(settings, now, env), ofNats(settings, now, env)]);
  return found.flat();
}

async function ofPostgres(settings: Settings, now: Status, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const running = now.mode === 'local';
  const at = kept(settings, 'postgres');
  const own = env['DATABASE_URL'];
  if (at) {
    const url = localPostgresUrl(join(settings.home, 'postgres'), hostOf(at));
    if (url) return postgres({ url, running, start: restarts('postgres') });
    return [bad('postgres', 'its password cannot be read', 'Ask as the user who started TaskBench.')];
  }
  if (own) return postgres({ url: own, running, start: 'Start it, or correct DATABASE_URL.' });
  return running
    ? seen('postgres', now, 'of your own: set DATABASE_URL here to look closer')
    : [good('postgres', OURS)];
}

async function ofNats(settings: Settings, now: Status, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const at = kept(settings, 'nats');
  const own = env['NATS_URL'];
  if (at) return nats({ url: `nats://${hostOf(at)}`, start: restarts('nats') });
  if (own) return nats({ url: own, start: 'Start it, or correct NATS_URL.' });
  return now.mode === 'local'
    ? seen('nats', now, 'of your own: set NATS_URL here to look closer')
    : [good('nats', OURS)];
}

const restarts = (name: string) =>
  `./RunTaskBench.sh logs ${name} says why; it starts again by itself when it ends, and with down and up when it hangs.`;

/** What the services know of a server that cannot be asked from here; a trouble with it is said with the stack's. */
const seen = (name: string, { troubles }: Status, where: string): Finding[] =>
  troubles.some(({ of }) => of === name || of === 'services') ? [] : [good(name, `${where}, reached by the services`)];
