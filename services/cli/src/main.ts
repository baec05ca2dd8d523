import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logTail, SetupError, stopProcess } from '@taskbench/local-servers';
import { Command, InvalidArgumentError } from 'commander';
import { runSample } from './first-run.ts';
import { run, type RunOptions } from './run.ts';
import { readSettings, type Settings } from './settings.ts';
import { startStack } from './stack.ts';
import { StackState } from './state.ts';

// Who reads our output may stop reading: `status | head` is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const say = (line: string): void => void process.stderr.write(`${line}\n`);
const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('must be a whole number.');
  return value;
};
const amount = (text: string): string => {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('must be an amount in USD such as 1.00.');
  return text;
};

/** The state of a stack that another process keeps, or null. */
const kept = (settings: Settings) => {
  const living = new StackState(settings.home).living();
  return living.some(({ name }) => name === 'stack') ? living : null;
};

const addresses = ({ webUrl, apiUrl }: Settings): string => `UI   ${webUrl}\nAPI  ${apiUrl}/docs`;

async function foreground(withSample: boolean): Promise<void> {
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

async function detach(): Promise<void> {
  const settings = readSettings();
  if (kept(settings)) return say(`TaskBench is running already.\n${addresses(settings)}`);
  const log = join(settings.logs, 'stack.log');
  mkdirSync(settings.logs, { recursive: true });
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

async function down(): Promise<void> {
  const settings = readSettings();
  const state = new StackState(settings.home);
  const keeper = state.living().find(({ name }) => name === 'stack');
  if (keeper) await stopProcess(keeper.pid, 'SIGTERM', 30_000);
  await state.stopLeftovers();
  say(keeper ? 'TaskBench is stopped.' : 'TaskBench was not running.');
}

function status(): void {
  const settings = readSettings();
  const living = new StackState(settings.home).living();
  for (const name of ['stack', 'postgres', 'nats', 'simulator', 'services', 'web']) {
    const member = living.find((one) => one.name === name);
    const age = member && `${Math.round((Date.now() - Date.parse(member.started_at)) / 1000)} s`;
    process.stdout.write(
      `${name.padEnd(10)} ${member ? `running  pid ${member.pid}, ${age}${member.url ? `, ${member.url}` : ''}` : 'stopped'}\n`,
    );
  }
  if (!living.some(({ name }) => name === 'stack')) process.exitCode = 1;
}

function logs(service: string | undefined, { follow }: { follow?: boolean }): void {
  const { logs: folder } = readSettings();
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

const program = new Command('RunTaskBench.sh').description(
  'Which LLM to use for your task, how sure that is, and what it costs.',
);
program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
program.action(() => foreground(true));
program
  .command('up')
  .description('start the stack')
  .option('-d, --detach', 'return when everything answers')
  .action(({ detach: away }: { detach?: boolean }) => (away ? detach() : foreground(false)));
program.command('down').description('stop the stack').action(down);
program.command('status').description('what runs, and where').action(status);
program
  .command('logs')
  .description('what the parts said')
  .argument('[service]')
  .option('-f, --follow', 'go on as more comes')
  .action(logs);
program
  .command('run')
  .description(
    'one evaluation from the terminal: progress, ranking, cost. Exit 0 done, 2 bad input, 3 failed, 4 ended incomplete',
  )
  .argument('<task.yaml>', 'a task as YAML')
  .option('--models <ids>', 'models, separated by commas')
  .option('--repetitions <n>', 'times each model answers each input', whole)
  .option('--concurrency <n>', 'calls at a time, 1 to 200', whole)
  .option('--budget <usd>', 'the most that may be spent, for example 1.00', amount)
  .option('--seed <n>', 'for models that heed one', whole)
  .option('--output <file>', 'write the results as JSON')
  .action(async (file: string, options: RunOptions) => {
    const settings = readSettings();
    const path = join(process.env['TASKBENCH_CWD'] ?? process.cwd(), file);
    const code = await run(settings.apiUrl, existsSync(file) ? file : path, options);
    process.exit(code);
  });

try {
  await program.parseAsync();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(2);
}
