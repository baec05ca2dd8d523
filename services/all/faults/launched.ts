import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StackState } from '@taskbench/cli';
import { freePort, stopProcess, temporaryFolder } from '@taskbench/local-servers';
import type { Fault } from './faults.ts';
import type { Subject } from './world.ts';

const root = join(import.meta.dirname, '../..');
const PATIENCE_MS = 90_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The stack as `./RunTaskBench.sh up` keeps it: what is killed there, the launcher starts again, nobody else. */
export interface Launched extends Subject {
  /** Kills parts of the stack, all at the same moment. */
  kill(...names: string[]): Promise<void>;
  /** Deletes all that JetStream keeps. */
  wipeJetStream(): Promise<void>;
  /** Waits until the launcher has started again what was killed. */
  startedAgain(): Promise<void>;
}

/** Starts the stack through the terminal's own command, in a folder and on ports of its own. */
export async function openLaunched(latencyMs: number): Promise<Launched> {
  const home = temporaryFolder('taskbench-launched-');
  const [api, web] = [await freePort(), await freePort()];
  const { DATABASE_URL, NATS_URL, LLM_BASE_URL, OPENROUTER_API_KEY, ...env } = process.env;
  void [DATABASE_URL, NATS_URL, LLM_BASE_URL, OPENROUTER_API_KEY];
  const keeper = spawn(process.execPath, [join(root, 'dist/cli/main.mjs'), 'up', '--local'], {
    env: {
      ...env,
      TASKBENCH_ROOT: root,
      TASKBENCH_HOME: home,
      TASKBENCH_API_PORT: String(api),
      TASKBENCH_WEB_PORT: String(web),
      SIMULATOR_LATENCY_MS: String(latencyMs),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  keeper.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  for (const patience = Date.now() + PATIENCE_MS; !said.includes('Ctrl-C stops everything.'); await pause(100))
    if (Date.now() > patience || keeper.exitCode !== null) throw new Error(`The stack does not start: ${said}`);

  const state = new StackState(home);
  const members = () => new Map(state.living().map((member) => [member.name, member]));
  const known = new Map([...members()].map(([name, { pid }]) => [name, pid]));
  const killed = new Map<string, number>();
  const urlOf = (name: string) => members().get(name)!.url!;
  const simulator = urlOf('simulator').replace(/\/v1$/, '');
  const password = readFileSync(join(home, 'postgres/password'), 'utf8').trim();

  return {
    databaseUrl: `postgres://taskbench:${password}@${urlOf('postgres')}/taskbench`,
    natsUrl: `nats://${urlOf('nats')}`,
    baseOf: () => `http://127.0.0.1:${api}`,
    control: async <View>(path: string, init?: RequestInit) =>
      (await (await fetch(`${simulator}/control/${path}`, init)).json()) as View,
    async kill(...names) {
      for (const name of names) {
        const pid = known.get(name)!;
        process.kill(pid, 'SIGKILL');
        killed.set(name, pid);
      }
    },
    wipeJetStream: () => rm(join(home, 'nats'), { recursive: true, force: true }),
    async startedAgain() {
      for (const patience = Date.now() + PATIENCE_MS; ; await pause(20)) {
        const now = members();
        for (const [name, pid] of killed) {
          const again = now.get(name)?.pid ?? pid;
          if (again === pid) continue;
          known.set(name, again);
          killed.delete(name);
        }
        if (killed.size === 0) return;
        if (Date.now() > patience) throw new Error(`Not started again: ${[...killed.keys()].join()}\n${said}`);
      }
    },
    fallen() {
      const now = members();
      const fallen = [...known].filter(([name, pid]) => now.get(name)?.pid !== pid).map(([name]) => name);
      for (const name of fallen) known.set(name, now.get(name)?.pid ?? 0);
      return fallen;
    },
    async close() {
      await stopProcess(keeper.pid!, 'SIGTERM', 30_000);
      const left = await readFile(join(home, 'stack.json'), 'utf8').catch(() => null);
      if (!process.env['TASKBENCH_KEEP_FAULTS']) await rm(home, { recursive: true, force: true });
      if (left !== null) throw new Error(`The launcher left processes behind: ${left}`);
    },
  };
}

const restarted = (name: string, doubts: boolean, ...parts: string[]): Fault<Launched> => ({
  name: `${name}, started again by the launcher`,
  doubts,
  strike: (world) => world.kill(...parts),
  mend: (world) => world.startedAgain(),
  away: 0,
});

/** What is killed under the launcher. It also starts again what is needed for it. */
export const launchedFaults: readonly Fault<Launched>[] = [
  restarted('Postgres', false, 'postgres'),
  restarted('NATS', false, 'nats'),
  restarted('services and page', true, 'services', 'web'),
  restarted('everything', true, 'postgres', 'nats', 'services', 'web'),
  {
    ...restarted("NATS with JetStream's storage", false, 'nats'),
    strike: async (world) => {
      await world.kill('nats');
      await world.wipeJetStream();
    },
  },
];
