import { spawn } from 'node:child_process';
import { existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logTail, SetupError, stopProcess } from '@taskbench/local-servers';
import { dockerDown, dockerLogs, dockerUp, runsInDocker } from './docker.ts';
import { runSample } from './first-run.ts';
import { writable } from './preflight.ts';
import { readSettings, type Settings } from './settings.ts';
import { startStack } from './stack.ts';
import { StackState } from './state.ts';

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** The state of a stack that another process keeps, or null. */
const kept = (settings: Settings) => {
  const living = new StackState(settings.home).living();
  return living.some(({ name }) => name === 'stack') ? living : null;
};

const addresses = ({ webUrl, apiUrl }: Settings): string => `UI   ${webUrl}\nAPI  ${apiUrl}/docs`;

/** Starts the stack and stays until Ctrl-C; the first time with the bundled sample. */
export async function foreground(withSample: boolean): Promise<void> {
  const settings = readSettings();
  if (kept(settings)) {
    if (withSample) await runSample(settings.apiUrl, settings.root, settings.simulated);
    say(`TaskBench is running already.\n${addresses(settings)}`);
    return;
  }
  say('Starting Postgres, NATS, services and web …');
  const starting = startStack(settings, say);
  let asked = false;
  const end = () => {
    if (asked) return;
    asked = true;
    say('\nStopping …');
    void starting.then((one) => one.stop()).finally(() => process.exit(0));
  };
  process.on('SIGINT', end).on('SIGTERM', end).on('SIGHUP', end);
  await starting;
  if (asked) return;
  if (withSample) {
    try {
      await runSample(settings.apiUrl, settings.root, settings.simulated);
    } catch (error) {
      say(`The sample could not be evaluated: ${(error as Error).message}`);
    }
  }
  say(`\n${addresses(settings)}\nCtrl-C stops everything.`);
}

/** Starts the stack, in the way that was asked for. */
export async function up({
  detach: away,
  docker,
  local,
}: {
  detach?: boolean;
  docker?: boolean;
  local?: boolean;
}): Promise<void> {
  if (docker && local) throw new SetupError('--docker and --local exclude each other.');
  if (!docker) return away ? detach() : foreground(false);
  const settings = readSettings();
  if (kept(settings)) throw new SetupError('TaskBench runs without Docker already. ./RunTaskBench.sh down stops it.');
  await dockerUp(settings);
  say(`TaskBench runs in containers.\n${addresses(settings)}\n./RunTaskBench.sh down stops it.`);
}

async function detach(): Promise<void> {
  const settings = readSettings();
  if (kept(settings)) return say(`TaskBench is running already.\n${addresses(settings)}`);
  const log = join(settings.logs, 'stack.log');
  writable(settings);
  const out = openSync(log, 'w');
  const child = spawn(process.execPath, [process.argv[1]!, 'up'], {
    detached: true,
    stdio: ['ignore', out, out],
    cwd: settings.root,
  });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  child.unref();
  const ready = async (): Promise<'ready'> => {
    while (!readFileSync(log, 'utf8').includes('Ctrl-C stops everything.'))
      await new Promise((done) => setTimeout(done, 100));
    return 'ready';
  };
  const outcome = await Promise.race([ready(), ended]);
  if (outcome !== 'ready') {
    process.stderr.write(`${logTail(log).replace(/^Starting .*\n/, '')}\n`);
    process.exit(outcome ?? 1);
  }
  say(`TaskBench is running.\n${addresses(settings)}\n./RunTaskBench.sh down stops it.`);
  process.exit(0);
}

/** Stops the stack, whichever way it runs. */
export async function down({ docker }: { docker?: boolean }): Promise<void> {
  const settings = readSettings();
  if (docker || (!kept(settings) && runsInDocker(settings))) {
    process.exitCode = await dockerDown(settings);
    return say('TaskBench is stopped. Its data stays in the volumes.');
  }
  const state = new StackState(settings.home);
  const keeper = state.living().find(({ name }) => name === 'stack');
  if (keeper) await stopProcess(keeper.pid, 'SIGTERM', 30_000);
  await state.stopLeftovers();
  say(keeper ? 'TaskBench is stopped.' : 'TaskBench was not running.');
}

/** Shows what the parts said. */
export async function logs(
  service: string | undefined,
  { follow, docker }: { follow?: boolean; docker?: boolean },
): Promise<void> {
  const settings = readSettings();
  if (docker || (!kept(settings) && runsInDocker(settings)))
    process.exit(await dockerLogs(settings, service, follow ?? false));
  const { logs: folder } = settings;
  const known = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.log'))
        .map((name) => name.slice(0, -4))
    : [];
  if (service && !known.includes(service))
    throw new SetupError(`There is no log of "${service}". Logs: ${known.join(', ') || 'none yet'}.`);
  const files = (service ? [service] : known).map((name) => join(folder, `${name}.log`));
  if (files.length === 0) throw new SetupError('There are no logs yet. Start with ./RunTaskBench.sh up.');
  const child = spawn('tail', ['-n', '100', ...(follow ? ['-F'] : []), ...files], { stdio: 'inherit' });
  child.once('exit', (code) => process.exit(code ?? 0));
}
