import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ownerOf, services, type Service } from '@taskbench/contracts';
import { freePort, nodeProcess } from '@taskbench/local-servers';
import { boot, readConfig } from '@taskbench/service-kit';
import { testServers } from '@taskbench/testing';
import { billing, checks, execution, scoring, tasks } from '../src/index.ts';

/** TaskBench as a test talks to it, however many processes it is. */
export interface TestStack {
  /** Where a path is answered. */
  baseOf(path: string): string;
  kill(signal: NodeJS.Signals): Promise<void>;
}

export interface StackOptions {
  readonly databaseUrl: string;
  readonly llmBaseUrl: string;
  readonly llmApiKey?: string;
  readonly simulated?: boolean;
  /** Settings beside those. */
  readonly env?: NodeJS.ProcessEnv;
}

const root = join(import.meta.dirname, '../../..');

const environment = (
  { databaseUrl, llmBaseUrl, llmApiKey = 'test', simulated = true, env = {} }: StackOptions,
  port: number,
): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  DATABASE_URL: databaseUrl,
  NATS_URL: testServers().natsUrl,
  LLM_BASE_URL: llmBaseUrl,
  LLM_API_KEY: llmApiKey,
  PORT: String(port),
  TASKBENCH_LOG_LEVEL: 'error',
  ...(simulated && { TASKBENCH_SIMULATED: '1' }),
  ...env,
});

/** The five services and the relay within the test's own process. */
export async function within(options: StackOptions): Promise<TestStack> {
  const config = readConfig(environment(options, 0));
  const running = await boot([tasks, checks, execution, scoring, billing], { relay: true, docs: true, config });
  return { baseOf: () => running.url, kill: () => running.close() };
}

async function started(name: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const { command, args, ...own } = nodeProcess(join(root, `dist/${name}/main.mjs`), env);
  const child = spawn(command, args, { ...own, stdio: ['ignore', 'inherit', 'inherit'] });
  for (let tries = 0; tries < 400; tries++) {
    if (child.exitCode !== null) throw new Error(`${name} ended before it was ready.`);
    const ready = await fetch(`http://127.0.0.1:${env['PORT']}/readyz`).catch(() => null);
    if (ready?.ok) return child;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`${name} did not get ready.`);
}

const ending = (children: readonly ChildProcess[]) => async (signal: NodeJS.Signals) => {
  const living = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  await Promise.all(living.map((child) => (child.kill(signal), once(child, 'exit'))));
};

/** All of it as one process of its own, to be killed. */
export async function apart(options: StackOptions): Promise<TestStack> {
  const port = await freePort();
  const child = await started('all', environment(options, port));
  return { baseOf: () => `http://127.0.0.1:${port}`, kill: ending([child]) };
}

/** Five services and the relay as six processes. */
export async function six(options: StackOptions): Promise<TestStack> {
  const ports = new Map<string, number>();
  for (const name of [...services, 'relay']) ports.set(name, await freePort());
  const children = await Promise.all([...ports].map(([name, port]) => started(name, environment(options, port))));
  const baseOf = (path: string) => `http://127.0.0.1:${ports.get(ownerOf(path) as Service)}`;
  return { baseOf, kill: ending(children) };
}
