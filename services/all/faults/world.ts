import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerOf, services } from '@taskbench/contracts';
import {
  freePort,
  logTail,
  nodeProcess,
  startNats,
  startPostgres,
  temporaryFolder,
  type LocalServer,
} from '@taskbench/local-servers';

const root = join(import.meta.dirname, '../..');
const PARTS = [...services, 'relay'] as const;

/** One process of ours: a service or the relay. */
export type Part = (typeof PARTS)[number];
export const parts: readonly Part[] = PARTS;

/** The product as it is watched: where it answers, and where its log, its stream and what its provider saw lie. */
export interface Subject {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** Where a path is answered. */
  baseOf(path: string): string;
  /** What the simulated provider counted itself. */
  control<View>(path: string, init?: RequestInit): Promise<View>;
  /** Processes that ended though nobody ended them, since this was last asked. */
  fallen(): string[];
  close(): Promise<void>;
}

/** The product in six processes with real servers and the simulated provider, each of which can be killed and started again. */
export interface World extends Subject {
  start(part: Part): Promise<void>;
  /** Ends a process; answers its exit code, null when the signal ended it. */
  end(part: Part, signal: NodeJS.Signals): Promise<number | null>;
  startPostgres(): Promise<void>;
  killPostgres(): Promise<void>;
  startNats(): Promise<void>;
  killNats(): Promise<void>;
  /** Deletes all that JetStream keeps; NATS must be down. */
  wipeJetStream(): Promise<void>;
  /** The simulated provider with this latency, in place of the one before; what it counted is gone. */
  provider(latencyMs: number): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const folder = temporaryFolder('taskbench-faults-');
  const log = (name: string) => join(folder, `${name}.log`);
  const [pgPort, natsPort, llmPort] = [await freePort(), await freePort(), await freePort()];
  const ports = new Map<Part, number>();
  for (const part of PARTS) ports.set(part, await freePort());
  const running = new Map<string, ChildProcess>();
  let fallen: string[] = [];
  let postgres: LocalServer;
  let nats: LocalServer;

  const launchPostgres = async () => {
    postgres = await startPostgres({ dataDir: join(folder, 'postgres'), logFile: log('postgres'), port: pgPort });
  };
  const launchNats = async () => {
    nats = await startNats({ storeDir: join(folder, 'nats'), logFile: log('nats'), port: natsPort });
  };
  const launch = async (name: string, ready: string, env: NodeJS.ProcessEnv) => {
    const out = openSync(log(name), 'a');
    const { command, args, ...own } = nodeProcess(join(root, `dist/${name}/main.mjs`), {
      PATH: process.env['PATH'],
      ...env,
    });
    const child = spawn(command, args, { ...own, stdio: ['ignore', out, out] });
    running.set(name, child);
    child.once('exit', () => running.get(name) === child && fallen.push(name));
    while (!(await fetch(ready).catch(() => null))?.ok) {
      if (child.exitCode !== null) throw new Error(`${name} ended before it was ready:\n${logTail(log(name))}`);
      if (child.signalCode !== null) return; // killed before it was ready, as may happen here
      await new Promise((done) => setTimeout(done, 10));
    }
  };
  const end = async (name: string, signal: NodeJS.Signals) => {
    const child = running.get(name);
    running.delete(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    child.kill(signal);
    await once(child, 'exit');
    return child.exitCode;
  };
  const gone = async (server: LocalServer) => {
    try {
      process.kill(server.pid, 'SIGKILL');
    } catch {
      return; // gone already
    }
    await server.exited;
  };

  await Promise.all([launchPostgres(), launchNats()]);
  return {
    databaseUrl: postgres!.url,
    natsUrl: nats!.url,
    baseOf: (path) => `http://127.0.0.1:${ports.get(ownerOf(path)!)}`,
    start: (part) =>
      launch(part, `http://127.0.0.1:${ports.get(part)}/healthz`, {
        PORT: String(ports.get(part)),
        DATABASE_URL: postgres.url,
        NATS_URL: nats.url,
        LLM_BASE_URL: `http://127.0.0.1:${llmPort}/v1`,
        LLM_API_KEY: 'faults',
        TASKBENCH_SIMULATED: '1',
        TASKBENCH_LOG_LEVEL: 'info',
      }),
    end,
    startPostgres: launchPostgres,
    killPostgres: () => gone(postgres),
    startNats: launchNats,
    killNats: () => gone(nats),
    wipeJetStream: () => rm(join(folder, 'nats'), { recursive: true, force: true }),
    async provider(latencyMs) {
      await end('simulator', 'SIGTERM');
      await launch('simulator', `http://127.0.0.1:${llmPort}/v1/models`, {
        SIMULATOR_PORT: String(llmPort),
        SIMULATOR_SAMPLES: join(root, 'samples'),
        SIMULATOR_LATENCY_MS: String(latencyMs),
      });
    },
    async control<View>(path: string, init?: RequestInit) {
      return (await (await fetch(`http://127.0.0.1:${llmPort}/control/${path}`, init)).json()) as View;
    },
    fallen() {
      const names = fallen;
      fallen = [];
      return names;
    },
    async close() {
      await Promise.all([...running.keys()].map((name) => end(name, 'SIGKILL')));
      await Promise.all([postgres.stop(), nats.stop()]);
      if (process.env['TASKBENCH_KEEP_FAULTS']) appendFileSync(2, `Logs are kept in ${folder}\n`);
      else await rm(folder, { recursive: true, force: true });
    },
  };
}
