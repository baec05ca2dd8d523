import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownerOf, services } from '@taskbench/contracts';
import { freePort, nodeProcess, startNats, startPostgres, temporaryFolder } from '@taskbench/local-servers';

const root = join(import.meta.dirname, '../..');

/** Everything that a measurement runs against: real servers, the simulator and the stack in processes of their own. */
export interface Bench {
  readonly databaseUrl: string;
  /** Starts a fresh simulator with this latency and all services in one process against it, or each in one of its own. */
  stack(latencyMs: number, apart?: boolean): Promise<Stack>;
  close(): Promise<void>;
}

export interface Stack {
  /** Where a path is answered. */
  at(path: string): string;
  readonly llm: string;
  readonly startMs: number;
  /** Resident memory of each process, MB. */
  rssMb(): ReadonlyMap<string, number>;
  /** What all processes of ours, Postgres and NATS have used of processors so far, ms. */
  cpuMs(): number;
  /** What the simulator has used, ms: the same work for each call, so that it hints at how fast the machine is just now. */
  simulatorCpuMs(): number;
  stop(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = temporaryFolder('taskbench-bench-');
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') });
  const nats = await startNats({ storeDir: join(folder, 'nats'), logFile: join(folder, 'nats.log') });
  return {
    databaseUrl: postgres.url,
    async stack(latencyMs, apart = false) {
      const llmPort = await freePort();
      const llm = `http://127.0.0.1:${llmPort}/v1`;
      const simulator = await start('simulator', `${llm}/models`, {
        SIMULATOR_PORT: String(llmPort),
        SIMULATOR_SAMPLES: join(root, 'samples'),
        SIMULATOR_LATENCY_MS: String(latencyMs),
      });
      const ports = new Map<string, number>();
      for (const name of apart ? [...services, 'relay'] : ['all']) ports.set(name, await freePort());
      const began = performance.now();
      const starting = [...ports].map(async ([name, port]) => {
        const child = await start(name, `http://127.0.0.1:${port}/readyz`, {
          PORT: String(port),
          DATABASE_URL: postgres.url,
          NATS_URL: nats.url,
          LLM_BASE_URL: llm,
          LLM_API_KEY: 'bench',
          TASKBENCH_SIMULATED: '1',
          TASKBENCH_LOG_LEVEL: 'error',
        });
        return [name, child] as const;
      });
      const running = new Map(await Promise.all(starting));
      return {
        at: (path) => `http://127.0.0.1:${ports.get(apart ? ownerOf(path)! : 'all')}${path}`,
        llm,
        startMs: performance.now() - began,
        rssMb: () => new Map([...running].map(([name, child]) => [name, residentMb(child)])),
        cpuMs: () => {
          const ours = [...running.values()].map(({ pid }) => pid!);
          return [...ours, nats.pid, ...family(postgres.pid)].reduce((sum, pid) => sum + cpuMs(pid), 0);
        },
        simulatorCpuMs: () => cpuMs(simulator.pid!),
        stop: () => Promise.all([...running.values(), simulator].map(end)).then(() => undefined),
      };
    },
    async close() {
      for (const child of started) child.kill('SIGKILL'); // of a measurement that failed midway
      await nats.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const started = new Set<ChildProcess>();

async function start(name: string, ready: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const { command, args, ...own } = nodeProcess(join(root, `dist/${name}/main.mjs`), {
    PATH: process.env['PATH'],
    ...env,
  });
  const child = spawn(command, args, { ...own, stdio: ['ignore', 'ignore', 'inherit'] });
  started.add(child);
  while (!(await fetch(ready).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it was ready.`);
    await new Promise((done) => setTimeout(done, 10));
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  started.delete(child);
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** A process and those that it started. */
const family = (pid: number): number[] => [
  pid,
  ...readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
];

const TICK_MS = 10;

/** Its own, and that of children of it which have ended. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from the third on: the second may hold anything
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0);
}

function residentMb({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
