import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@taskbench/local-servers';
import type { TestStack } from './stack.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const IMAGES = ['node:24-bookworm-slim', 'postgres:17-alpine', 'nats:2-alpine'];
const files = ['-f', 'docker-compose.yml', '-f', 'infra/docker/compose.test.yml'];

/** The stack in containers of a project of its own, beside whatever else runs. */
export interface ComposedStack extends TestStack {
  readonly controlPort: number;
  scale(services: Readonly<Record<string, number>>): Promise<void>;
}

/** Whether a Docker engine with Compose answers and the images that ours are built on are there. */
export async function composeIsThere(): Promise<boolean> {
  try {
    await run('docker', ['compose', 'version'], { timeout: 10_000 });
    await run('docker', ['image', 'inspect', ...IMAGES], { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

/** `docker compose up -d --build --wait`, then the product's two addresses and the simulated provider's own. */
export async function composed(replicas: Readonly<Record<string, number>> = {}, latencyMs = 5): Promise<ComposedStack> {
  const [api, web, simulator] = [await freePort(), await freePort(), await freePort()];
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    DOCKER_HOST: process.env['DOCKER_HOST'],
    COMPOSE_PROJECT_NAME: `taskbench-test-${api}`,
    TASKBENCH_API_PORT: String(api),
    TASKBENCH_WEB_PORT: String(web),
    SIMULATOR_PORT: String(simulator),
    SIMULATOR_LATENCY_MS: String(latencyMs),
  };
  const compose = (...args: string[]) =>
    run('docker', ['compose', ...files, ...args], { cwd: root, env, maxBuffer: 50_000_000 });
  const up = (scale: Readonly<Record<string, number>>, ...flags: string[]) =>
    compose(
      ...['up', '-d', '--wait', ...flags],
      ...Object.entries(scale).flatMap(([name, n]) => ['--scale', `${name}=${n}`]),
    );
  const down = () => compose('down', '-v', '-t', '5').then(() => undefined);
  try {
    await up(replicas, '--build');
  } catch (error) {
    await down();
    throw error;
  }
  return {
    baseOf: () => `http://127.0.0.1:${api}`,
    controlPort: simulator,
    scale: (services) => up({ ...replicas, ...services }, '--no-build', '--no-recreate').then(() => undefined),
    kill: down,
  };
}
