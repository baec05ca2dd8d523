import { Option, type Command } from 'commander';
import { examples, wholeFrom } from './options.ts';
import { reportFormat, type ReportFormat } from './report-format.ts';

/** evaluations and report: what has been found out. */
export function resultsCommands(program: Command): void {
  program
    .command('evaluations')
    .description('The evaluations, the newest first, with their ids.')
    .option('--limit <n>', 'how many', wholeFrom(1, 200), 20)
    .option('--json', 'for programs')
    .addHelpText('after', examples('evaluations', 'evaluations --limit 5 --json'))
    .action(async (options: { limit: number; json?: boolean }) => {
      const { showEvaluations } = await import('../evaluation/show.ts');
      const { readSettings } = await import('../settings.ts');
      await showEvaluations(readSettings().apiUrl, options);
    });
  program
    .command('report')
    .description('The ranking of an evaluation, with its six metrics and its cost.')
    .argument('<id>', 'its id, the beginning of it, or "latest"')
    .option('--format <format>', 'table, json or csv', reportFormat, 'table')
    .option('--details', 'also repeats, micro averages, fields, groups, and which metrics apply')
    // Named so that asking for it is answered, and not listed: there is none yet.
    .addOption(new Option('--bundle').hideHelp())
    .addHelpText(
      'after',
      examples('report latest', 'report latest --details', 'report 019a --format csv > ranking.csv'),
    )
    .action(
      async (id: string, options: { format: ReportFormat; details?: boolean; bundle?: boolean }, command: Command) => {
        if (options.bundle) command.error('error: There are no bundles yet. Formats: table, json, csv.');
        const { report } = await import('../evaluation/show.ts');
        const { readSettings } = await import('../settings.ts');
        await report(readSettings().apiUrl, id, options);
      },
    );
}
