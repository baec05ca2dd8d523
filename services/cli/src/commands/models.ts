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
    .option('--limit <n>', 'how many', wholeFrom(1, 200), 50)
    .option('--json', 'for programs')
    .addHelpText(
      'after',
      examples('models --search claude', 'models --max-input-price 0.5 --sort price', 'models --free --json'),
    )
    .action(async ({ json, ...query }: ModelsQuery & { json?: boolean }) => {
      const { showModels } = await import('../catalogue/show-models.ts');
      const { readSettings } = await import('../settings.ts');
      await showModels(readSettings().apiUrl, query, json ?? false);
    });
