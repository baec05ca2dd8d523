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
  type Running,
} from '@taskbench/local-servers';
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
  const running: { name: string; stop(): Promise<void> }[] = [];
  let stopping = false;

  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    for (const { stop } of running.reverse()) await stop();
    state.clear();
  }

  try {
    const log = (name: string) => rotated(join(logs, `${name}.log`));
    const env = { ...process.env };
    if (!env['DATABASE_URL']) {
      const postgres = await startPostgres({
        dataDir: join(home, 'postgres'),
        logFile: log('postgres'),
        onLaunch: (pid) => state.note('postgres', pid),
      });
      running.push({ name: 'postgres', stop: postgres.stop });
      env['DATABASE_URL'] = postgres.url;
    }
    if (!env['NATS_URL']) {
      const nats = await startNats({
        storeDir: join(home, 'nats'),
        logFile: log('nats'),
        home,
        onLaunch: (pid) => state.note('nats', pid),
      });
      running.push({ name: 'nats', stop: nats.stop });
      env['NATS_URL'] = nats.url;
    }
    for (const part of await partsOf(settings, env))
      running.push(await keep(part, { root, state, log, say, stopped: () => stopping }));
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

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

interface Keeping {
  readonly root: string;
  readonly state: StackState;
  readonly log: (name: string) => string;
  readonly say: Say;
  readonly stopped: () => boolean;
}

/** Starts a part, waits until it answers, and from then on starts it again whenever it dies. */
async function keep(
  part: Part,
  { root, state, log, say, stopped }: Keeping,
): Promise<{ name: string; stop(): Promise<void> }> {
  const logFile = log(part.name);
  const start = () =>
    launch({
      command: process.execPath,
      args: [...watching, ...nodeFlags, join(root, part.script)],
      cwd: root,
      env: part.env,
      logFile,
      onLaunch: (pid) => state.note(part.name, pid, part.url),
    });
  let current = await start();
  await answers(part, current, logFile);
  const watch = async (): Promise<void> => {
    for (let wait = 1_000; ; wait = Math.min(wait * 2, 30_000)) {
      const how = await current.exited;
      if (stopped()) return;
      say(`${part.name} ended (${how}); it starts again in ${wait / 1_000} s. Its log: ${logFile}`);
      await new Promise((done) => setTimeout(done, wait));
      if (stopped()) return;
      current = await start();
    }
  };
  void watch();
  return { name: part.name, stop: () => current.stop() };
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
