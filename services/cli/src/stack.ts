import { existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  freePort,
  jetStreamAnswers,
  launch,
  nodeProcess,
  logTail,
  makeMasterKey,
  refuseDeadServers,
  SetupError,
  startNats,
  startPostgres,
  type LocalServer,
  type PostgresOptions,
  type Running,
} from '@taskbench/local-servers';
import { keep, type Kept } from './keep.ts';
import { partsOf, type Part } from './parts.ts';
import { refuseBadNetwork, writable } from './preflight.ts';
import type { Settings } from './settings.ts';
import { StackState } from './state.ts';

/** The stack while this process keeps it. */
export interface Stack {
  stop(): Promise<void>;
}

type Say = (line: string) => void;
const PATIENCE_MS = 90_000;
const LARGEST_LOG = 20_000_000;
/** While developing, Node starts a part again when its build changes. */
const watching = process.env['TASKBENCH_WATCH'] ? ['--watch', '--watch-preserve-output'] : [];

/** Starts everything in order, waits until it answers, and starts again what dies. */
export async function startStack(settings: Settings, say: Say): Promise<Stack> {
  const { home, logs, root } = settings;
  writable(settings);
  const state = new StackState(home);
  if (!state.claim())
    throw new SetupError(
      `TaskBench starts or runs already with the data in ${home}. ./RunTaskBench.sh status shows it.`,
    );
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
  async function serve(
    name: string,
    start: (options: Serving) => Promise<LocalServer>,
    works?: (url: string) => Promise<boolean>,
  ): Promise<string> {
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
    const probe = works && { works: () => works(first.url) };
    kept.push(keep(first, { name, logFile, say, again: begin, ...probe }));
    return first.url;
  }

  try {
    await refuseBadNetwork(settings);
    await refuseDeadServers(process.env);
    const env = { ...process.env };
    if (!env['TASKBENCH_MASTER_KEY'] && !env['TASKBENCH_MASTER_KEY_FILE']) {
      env['TASKBENCH_MASTER_KEY_FILE'] = join(home, 'master-key');
      makeMasterKey(env['TASKBENCH_MASTER_KEY_FILE']);
    }
    env['DATABASE_URL'] ||= await serve('postgres', (options) =>
      startPostgres({ dataDir: join(home, 'postgres'), ...options }),
    );
    const nats = (options: Serving) => startNats({ storeDir: join(home, 'nats'), home, ...options });
    env['NATS_URL'] ||= await serve('nats', nats, jetStreamAnswers);
    for (const part of await partsOf(settings, env)) {
      const logFile = log(part.name);
      const started = nodeProcess(join(root, part.script), part.env);
      const begin = () =>
        launch({
          ...started,
          args: [...watching, ...started.args],
          cwd: root,
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

async function answers(part: Part, running: Running, logFile: string): Promise<void> {
  let ended: string | null = null;
  void running.exited.then((how) => (ended = how));
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
    // A part that ends with 2 has said in one line what is wrong.
    if (ended === 'exit code 2') throw new SetupError(logTail(logFile, 1));
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
