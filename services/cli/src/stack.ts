import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  launch,
  nodeFlags,
  logTail,
  portTaken,
  SetupError,
  startNats,
  startPostgres,
  type LocalServer,
  type PostgresOptions,
  type Running,
} from '@taskbench/local-servers';
import { keep, type Kept } from './keep.ts';
import type { Settings } from './settings.ts';
import { StackState } from './state.ts';

/** The stack while this process keeps it. */
export interface Stack {
  stop(): Promise<void>;
}

type Say = (line: string) => void;
interface Part {
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
  /** Answers 200 here when it is ready. */
  readonly ready: string;
}

const PATIENCE_MS = 90_000;
const LARGEST_LOG = 20_000_000;
/** While developing, Node starts a part again when its build changes. */
const watching = process.env['TASKBENCH_WATCH'] ? ['--watch', '--watch-preserve-output'] : [];

/** Starts everything in order, waits until it answers, and starts again what dies. */
export async function startStack(settings: Settings, say: Say): Promise<Stack> {
  await refuseTakenPorts(settings);
  const { home, logs, root } = settings;
  mkdirSync(logs, { recursive: true });
  const state = new StackState(home);
  await state.stopLeftovers();
  state.note('stack', process.pid);
  const kept: Kept[] = [];
  let stopped: Promise<void> | null = null;

  async function stopAll(): Promise<void> {
    for (const one of kept.reverse()) await one.stop();
    state.clear();
  }
  const stop = () => (stopped ??= stopAll());
  const log = (name: string) => rotated(join(logs, `${name}.log`));

  /** Starts a server on a port that it keeps, and keeps it. */
  async function serve(name: string, start: (options: Serving) => Promise<LocalServer>): Promise<string> {
    const port = await freePort();
    const logFile = log(name);
    const begin = (signal?: AbortSignal) =>
      start({
        port,
        logFile,
        onLaunch: (pid) => state.note(name, pid, `127.0.0.1:${port}`),
        ...(signal && { signal }),
      });
    const first = await begin();
    kept.push(keep(first, { name, logFile, say, again: begin }));
    return first.url;
  }

  try {
    const env = { ...process.env };
    env['DATABASE_URL'] ||= await serve('postgres', (options) =>
      startPostgres({ dataDir: join(home, 'postgres'), ...options }),
    );
    env['NATS_URL'] ||= await serve('nats', (options) => startNats({ storeDir: join(home, 'nats'), home, ...options }));
    for (const part of await partsOf(settings, env)) {
      const logFile = log(part.name);
      const begin = () =>
        launch({
          command: process.execPath,
          args: [...watching, ...nodeFlags, join(root, part.script)],
          cwd: root,
          env: part.env,
          logFile,
          onLaunch: (pid) => state.note(part.name, pid, part.url),
        });
      const first = await begin();
      await answers(part, first, logFile).catch(async (error: unknown) => {
        await first.stop();
        throw error;
      });
      kept.push(keep(first, { name: part.name, logFile, say, again: begin }));
    }
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Serving = Pick<PostgresOptions, 'port' | 'logFile' | 'onLaunch' | 'signal'>;

async function refuseTakenPorts({ apiPort, webPort, bind }: Settings): Promise<void> {
  for (const [port, variable] of [
    [apiPort, 'TASKBENCH_API_PORT'],
    [webPort, 'TASKBENCH_WEB_PORT'],
  ] as const) {
    if (await portTaken(port, bind)) throw new SetupError(`Port ${port} is taken. Free it or set ${variable}.`);
  }
}

async function partsOf(
  { root, bind, apiPort, webPort, apiUrl, simulated, webUrl }: Settings,
  env: NodeJS.ProcessEnv,
): Promise<Part[]> {
  const parts: Part[] = [];
  const services = { ...env, PORT: String(apiPort), TASKBENCH_BIND: bind };
  if (simulated) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/v1`;
    const samples = join(root, 'samples');
    parts.push({
      name: 'simulator',
      script: 'dist/simulator/main.mjs',
      env: { ...process.env, SIMULATOR_PORT: String(port), SIMULATOR_SAMPLES: samples },
      url,
      ready: `${url}/models`,
    });
    Object.assign(services, { LLM_BASE_URL: url, LLM_API_KEY: 'simulated', TASKBENCH_SIMULATED: '1' });
  }
  parts.push({ name: 'services', script: 'dist/all/main.mjs', env: services, url: apiUrl, ready: `${apiUrl}/readyz` });
  const web = { ...process.env, PORT: String(webPort), HOST: bind, API_URL: apiUrl };
  parts.push({
    name: 'web',
    script: 'web/server.mjs',
    env: web,
    url: webUrl,
    ready: `http://127.0.0.1:${webPort}/favicon.svg`,
  });
  return parts;
}

async function answers(part: Part, running: Running, logFile: string): Promise<void> {
  let ended: string | null = null;
  void running.exited.then((how) => (ended = how));
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    if (ended !== null)
      throw new SetupError(
        `${part.name} ended (${ended}) before it answered. Its log, ${logFile}, ends with:\n${logTail(logFile)}`,
      );
    const response = await fetch(part.ready, { signal: AbortSignal.timeout(2_000) }).catch(() => null);
    if (response?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new SetupError(
    `${part.name} does not answer at ${part.ready}. Its log, ${logFile}, ends with:\n${logTail(logFile)}`,
  );
}

/** A log that has grown large is put aside before it is written on. */
function rotated(file: string): string {
  if (existsSync(file) && statSync(file).size > LARGEST_LOG) renameSync(file, `${file}.1`);
  return file;
}
