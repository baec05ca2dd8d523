import type { Command } from 'commander';
import type { RetryOptions } from '../evaluation/retry.ts';
import { amount, examples } from './options.ts';

export const retryCommand = (program: Command): Command =>
  program
    .command('retry')
    .description(
      'Ask again what failed or is missing in an ended evaluation, as a new one. What it was answered is carried over and not paid for again.',
    )
    .argument('<id>', 'its id, the beginning of it, or "latest"')
    .option('--budget <usd>', 'the most that may be spent, for example 1.00', amount)
    .option('-y, --yes', 'start also where a price is unknown and no budget is set; else that is asked')
    .option('--allow-leaks', 'start although right answers stand in the prompt')
    .option('--output <file>', 'write the results as JSON')
    .option('--details', 'also repeats, micro averages, fields, groups, and which metrics apply')
    .option('--json', 'one JSON document on stdout, all else on stderr')
    .option('--quiet', 'nothing but the ranking and what went wrong')
    .addHelpText('after', examples('retry latest', 'retry 019a --budget 1.00'))
    .action(async (id: string, options: RetryOptions) => {
      const { retry } = await import('../evaluation/retry.ts');
      const { onInterrupt } = await import('../interrupt.ts');
      const { readSettings } = await import('../settings.ts');
      process.exitCode = await retry(readSettings().apiUrl, id, options, onInterrupt());
    });
