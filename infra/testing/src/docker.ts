import { request } from 'node:http';
import type { TestServer } from './servers.ts';

/** Whether a Docker engine answers; a client without an engine is no engine. */
export function hasDocker(): Promise<boolean> {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  const path = '/_ping';
  const { hostname, port, protocol } = new URL(host);
  const target =
    protocol === 'unix:' ? { socketPath: host.slice('unix://'.length), path } : { hostname, port: port || 2375, path };
  return new Promise((answer) => {
    const asked = request({ ...target, timeout: 2_000 }, (response) => {
      response.resume();
      answer(response.statusCode === 200);
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => answer(false));
    asked.end();
  });
}

export async function dockerPostgres(): Promise<TestServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer('postgres:17-alpine')
    .withEnvironment({ POSTGRES_USER: 'taskbench', POSTGRES_PASSWORD: 'taskbench' })
    .withCommand(['postgres', '-c', 'max_connections=200'])
    .withExposedPorts(5432)
    // Its first start is for its own setup and ends again.
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2))
    .start();
  const url = `postgres://taskbench:taskbench@${container.getHost()}:${container.getMappedPort(5432)}/taskbench`;
  return { url, stop: () => container.stop() };
}

export async function dockerNats(): Promise<TestServer> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer('nats:2-alpine')
    .withCommand(['-js'])
    .withExposedPorts(4222)
    .withWaitStrategy(Wait.forLogMessage(/Server is ready/))
    .start();
  return { url: `nats://${container.getHost()}:${container.getMappedPort(4222)}`, stop: () => container.stop() };
}
