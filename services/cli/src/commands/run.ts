import { Option, type Command } from 'commander';
import type { RunOptions } from '../evaluation/asked.ts';
import { threshold } from '../evaluation/thresholds.ts';
import { amount, examples, names, numberFrom, wholeFrom } from './options.ts';

const EXITS = `
Exit codes:
  0    done
  1    a threshold failed (--fail-under)
  2    bad input: a file, an option, an unknown model, a refused key, an unknown
       price that nobody agreed to
  3    the run failed, or TaskBench does not answer
  4    ended incomplete: budget, cancelled, held, a model that never answered
  130  paused by Ctrl-C; resume ID --follow goes on`;

export const runCommand = (program: Command): Command =>
  program
    .command('run')
    .description('One evaluation from the terminal: what will happen, progress, ranking and cost.')
    .argument('<task.yaml>', 'a task as YAML, or a use-case folder or zip')
    .option('--models <ids>', 'models, separated by commas; else those that the task names', names)
    .option('--connection <name>', 'ask them all at this connection; else each at the one that offers it')
    .option('--repetitions <n>', 'times that each model answers each input', wholeFrom(1, 100))
    .option('--concurrency <n>', 'calls at a time', wholeFrom(1, 200))
    .option('--budget <usd>', 'the most that may be spent, for example 1.00', amount)
    .option('-y, --yes', 'start also where a price is unknown and no budget is set; else that is asked')
    .addOption(
      new Option('--long-inputs <how>', "inputs over 80 % of a model's context: else the start is refused").choices([
        'join',
        'merge',
      ]),
    )
    .option('--allow-leaks', 'start although right answers stand in the prompt')
    .option('--seed <n>', 'for models that heed one, and for the statistics', wholeFrom(0, 2_147_483_647))
    .option('--temperature <t>', '0 to 2; else the provider decides', numberFrom(0, 2))
    .option('--rank-by <metric>', 'f1, accuracy, completeness, instruction_following, or weights: f1:0.7,accuracy:0.3')
    .option('--max-tokens <n>', 'the most that an answer may have', wholeFrom(1, 1_000_000))
    .option('--extends <id>', 'go on with an evaluation: what it was answered is carried over')
    .option('--cache', 'take what was answered before where the same was asked')
    .option('--output <file>', 'write the results as JSON')
    .option(
      '--fail-under <metric=value>',
      'exit 1 unless every model has it; repeatable. accuracy, completeness, f1, instruction_following: at least; hallucination_rate, consistency, cost (USD per 1,000 inputs): at most',
      threshold,
    )
    .option('--details', 'also repeats, micro averages, fields, groups, and which metrics apply')
    .option('--json', 'one JSON document on stdout, all else on stderr')
    .option('--quiet', 'nothing but the ranking and what went wrong')
    .addHelpText('after', EXITS)
    .addHelpText(
      'after',
      examples(
        'run samples/meeting-action-items/task.yaml',
        'run task.yaml --models sim/careful,sim/quick --budget 1.00',
        'run task.yaml --repetitions 3 --output results.json',
        'run task.yaml --extends latest --models sim/terse',
        'run task.yaml --quiet --json --fail-under accuracy=0.8',
      ),
    )
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import('../evaluation/run.ts');
      const { onInterrupt } = await import('../interrupt.ts');
      const { readSettings } = await import('../settings.ts');
      process.exitCode = await run(readSettings().apiUrl, file, options, onInterrupt());
    });
