import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, nodeFlags, startNats, startPostgres } from '@taskbench/local-servers';

const root = join(import.meta.dirname, '../..');

/** Everything that a measurement runs against: real servers, the simulator and the stack in processes of their own. */
export interface Bench {
  readonly databaseUrl: string;
  /** Starts a fresh simulator with this latency and the stack against it. */
  stack(
    latencyMs: number,
  ): Promise<{ api: string; llm: string; startMs: number; rssMb(): number; stop(): Promise<void> }>;
  close(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'taskbench-bench-'));
  const postgres = await startPostgres({ dataDir: join(folder, 'postgres'), logFile: join(folder, 'postgres.log') });
  const nats = await startNats({ storeDir: join(folder, 'nats'), logFile: join(folder, 'nats.log') });
  return {
    databaseUrl: postgres.url,
    async stack(latencyMs) {
      const llmPort = await freePort();
      const llm = `http://127.0.0.1:${llmPort}/v1`;
      const simulator = await start('simulator', `${llm}/models`, {
        SIMULATOR_PORT: String(llmPort),
        SIMULATOR_SAMPLES: join(root, 'samples'),
        SIMULATOR_LATENCY_MS: String(latencyMs),
      });
      const port = await freePort();
      const api = `http://127.0.0.1:${port}`;
      const began = performance.now();
      const services = await start('all', `${api}/readyz`, {
        PORT: String(port),
        DATABASE_URL: postgres.url,
        NATS_URL: nats.url,
        LLM_BASE_URL: llm,
        LLM_API_KEY: 'bench',
        TASKBENCH_SIMULATED: '1',
        TASKBENCH_LOG_LEVEL: 'error',
      });
      return {
        api,
        llm,
        startMs: performance.now() - began,
        rssMb: () => residentMb(services),
        stop: () => Promise.all([end(services), end(simulator)]).then(() => undefined),
      };
    },
    async close() {
      await nats.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(name: string, ready: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const child = spawn(process.execPath, [...nodeFlags, join(root, `dist/${name}/main.mjs`)], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  while (!(await fetch(ready).catch(() => null))?.ok) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it was ready.`);
    await new Promise((done) => setTimeout(done, 10));
  }
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

function residentMb({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
