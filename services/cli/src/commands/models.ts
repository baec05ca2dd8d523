import { Option, type Command } from 'commander';
import type { ModelsQuery } from '../catalogue/show-models.ts';
import { amount, examples, wholeFrom } from './options.ts';

export const modelsCommand = (program: Command): Command =>
  program
    .command('models')
    .description('The models that can be chosen, with their prices in USD for a million tokens.')
    .option('--search <text>', 'only those with this in id or name')
    .option('--regex <pattern>', 'only those whose id or name matches')
    .option('--free', 'only those that cost nothing')
    .option('--provider <name>', 'only those of one provider')
    .option('--max-input-price <usd>', 'only those with a million input tokens for this at most', amount)
    .addOption(new Option('--sort <by>', 'the order').choices(['price', 'name', 'context']))
    .option('--max-output-price <usd>', 'with --for: the same for what is answered', amount)
    .addOption(
      new Option('--for <task.yaml>', 'only those that have what a task needs, cheapest call first').conflicts([
        'search',
        'regex',
        'free',
        'provider',
        'sort',
      ]),
    )
    .option('--limit <n>', 'how many', wholeFrom(1, 200), 50)
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      examples(
        'models --search claude',
        'models --max-input-price 0.5 --sort price',
        'models --free --json',
        'models --for task.yaml',
      ),
    )
    .action(async ({ json, for: task, ...query }: ModelsQuery & { json?: boolean; for?: string }) => {
      if (task === undefined && query.maxOutputPrice !== undefined)
        throw new Error('--max-output-price goes with --for TASK.yaml.');
      const { showModels } = await import('../catalogue/show-models.ts');
      const { readSettings } = await import('../settings.ts');
      if (task === undefined) return showModels(readSettings().apiUrl, query, json ?? false);
      const { showSuitable } = await import('../catalogue/show-suitable.ts');
      await showSuitable(readSettings().apiUrl, task, query, json ?? false);
    });
