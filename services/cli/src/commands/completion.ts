import { Argument, type Command } from 'commander';
import { examples } from './options.ts';

export const completionCommand = (program: Command): Command =>
  program
    .command('completion')
    .description('Print a script that completes commands and options in your shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', examples('completion bash >> ~/.bashrc', 'completion fish | source'))
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completion } = await import('../show/completion.ts');
      process.stdout.write(completion(program, shell));
    });
