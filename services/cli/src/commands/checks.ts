import type { Command } from 'commander';
import { examples } from './options.ts';

export const checksCommand = (program: Command): Command =>
  program
    .command('checks')
    .description('Import a task and show its quality checks; those that it does not give are written by a model.')
    .argument('<task.yaml>', 'a task as YAML')
    .option('--json', 'for programs')
    .addHelpText('after', examples('checks task.yaml', 'checks task.yaml --json'))
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { showChecks } = await import('../evaluation/show-checks.ts');
      const { readSettings } = await import('../settings.ts');
      process.exitCode = await showChecks(readSettings().apiUrl, file, json ?? false);
    });
