import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { Command } from 'commander';
import { auditCommands } from './commands/audit.ts';
import { checksCommand } from './commands/checks.ts';
import { completionCommand } from './commands/completion.ts';
import { connectionsCommand } from './commands/connections.ts';
import { lifecycleCommands } from './commands/lifecycle.ts';
import { modelsCommand } from './commands/models.ts';
import { resultsCommands } from './commands/results.ts';
import { retryCommand } from './commands/retry.ts';
import { runCommand } from './commands/run.ts';
import { stackCommands } from './commands/stack.ts';

const root = process.env['TASKBENCH_ROOT'] ?? process.cwd();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Every command. What a command does is imported when it is done, so that help comes at once. */
export function theProgram(): Command {
  const program = new Command('./RunTaskBench.sh');
  // RunTaskBench.sh shows the same file before anything is installed.
  program.helpInformation = () => read('services/cli/usage.txt');
  program.version((JSON.parse(read('package.json')) as { version: string }).version);
  // Commander takes the colours out again where there must be none.
  program.configureHelp({ styleTitle: (title) => styleText('bold', title, { validateStream: false }) });
  program.configureOutput({ outputError: (text, write) => write(`${text.trim().replaceAll('\n', ' ')}\n`) });
  program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  runCommand(program);
  retryCommand(program);
  resultsCommands(program);
  checksCommand(program);
  modelsCommand(program);
  connectionsCommand(program);
  lifecycleCommands(program);
  stackCommands(program);
  auditCommands(program);
  completionCommand(program);
  return program;
}
