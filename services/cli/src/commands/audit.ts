import type { Command } from 'commander';
import { examples } from './options.ts';

/** verify and rebuild: is the log as it was written, and every row as the log says? */
export function auditCommands(program: Command): void {
  program
    .command('verify')
    .description('Recompute the chain, open all texts, fold all rows anew. Exit 0 whole, 1 something was found.')
    .option('--json', 'for programs')
    .addHelpText('after', examples('verify'))
    .action(async ({ json }: { json?: boolean }) => {
      const { verify } = await import('../audit.ts');
      const { readSettings } = await import('../settings.ts');
      process.exitCode = await verify(readSettings().apiUrl, json ?? false);
    });
  program
    .command('rebuild')
    .description('Fold the log anew and put right the rows that differ, while everything runs.')
    .argument('[service]', 'of one of tasks, checks, execution, scoring, billing')
    .addHelpText('after', examples('rebuild', 'rebuild scoring'))
    .action(async (service?: string) => {
      const { rebuild } = await import('../audit.ts');
      const { readSettings } = await import('../settings.ts');
      process.exitCode = await rebuild(readSettings().apiUrl, service);
    });
}
