import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { EvaluationView } from '@taskbench/contracts';
import { openApi } from './api.ts';
import { rebuild, verify } from './audit.ts';
import { doctor, doctorLines, redrive } from './doctor.ts';
import { run, type RunOptions } from './run.ts';
import { readSettings } from './settings.ts';
import { down, foreground, logs, up } from './stack-commands.ts';
import { status, statusLines } from './status.ts';

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

async function showStatus({ json }: { json?: boolean }): Promise<void> {
  const found = await status(readSettings());
  process.stdout.write(`${json ? JSON.stringify(found, null, 2) : statusLines(found)}\n`);
  if (found.troubles.length > 0) process.exitCode = 1;
}

async function showDoctor({ json, redrive: id }: { json?: boolean; redrive?: string }): Promise<void> {
  const settings = readSettings();
  if (id !== undefined)
    return say(`${await redrive(settings, id)} events are tried again; doctor shows what became of them.`);
  const findings = await doctor(settings);
  process.stdout.write(`${json ? JSON.stringify(findings, null, 2) : doctorLines(findings)}\n`);
  if (findings.some(({ ok }) => !ok)) process.exitCode = 1;
}

async function lifecycle(deed: 'pause' | 'resume' | 'cancel', id: string): Promise<void> {
  const { status: now, progress } = await openApi(readSettings().apiUrl).post<EvaluationView>(
    `/evaluations/${id}/${deed}`,
    {},
  );
  say(
    `The evaluation is ${now}: ${progress.answered} of ${progress.planned} calls answered. Calls under way end by themselves.`,
  );
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
  .option('--docker', 'in containers, which stay until down')
  .option('--local', 'without Docker (the default)')
  .action(up);
program.command('down').description('stop the stack').option('--docker', 'the one in containers').action(down);
program
  .command('status')
  .description('what runs, how far it is, and what is wrong. Exit 0 all well, 1 not')
  .option('--json', 'for programs')
  .action(showStatus);
program
  .command('doctor')
  .description('looks at all that TaskBench needs and says what to do. Exit 0 fine, 1 findings')
  .option('--redrive <id>', 'try an event again that was set aside, or all of them')
  .option('--json', 'for programs')
  .action(showDoctor);
program
  .command('verify')
  .description('recompute the chain, open all texts, fold all rows anew. Exit 0 whole, 1 something was found')
  .option('--json', 'for programs')
  .action(async ({ json }: { json?: boolean }) => process.exit(await verify(readSettings().apiUrl, json ?? false)));
program
  .command('rebuild')
  .description('fold the log anew and put right the rows that differ, while everything runs')
  .argument('[service]')
  .action(async (service?: string) => process.exit(await rebuild(readSettings().apiUrl, service)));
for (const deed of ['pause', 'resume', 'cancel'] as const)
  program
    .command(deed)
    .description(`${deed} an evaluation`)
    .argument('<id>')
    .action((id: string) => lifecycle(deed, id));
program
  .command('logs')
  .description('what the parts said')
  .argument('[service]')
  .option('-f, --follow', 'go on as more comes')
  .option('--docker', 'of the containers')
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
