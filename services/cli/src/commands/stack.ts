import type { Command } from 'commander';
import { examples } from './options.ts';

/** up, down, status, doctor and logs: the stack itself. */
export function stackCommands(program: Command): void {
  program
    .command('up')
    .description('Start the stack.')
    .option('-d, --detach', 'return when everything answers')
    .option('--docker', 'in containers, which stay until down')
    .option('--local', 'without Docker (the default)')
    .addHelpText('after', examples('up --detach', 'up --docker'))
    .action(async (options) => (await import('../stack-commands.ts')).up(options));
  program
    .command('down')
    .description('Stop the stack. Its data stays.')
    .option('--docker', 'the one in containers')
    .addHelpText('after', examples('down'))
    .action(async (options) => (await import('../stack-commands.ts')).down(options));
  program
    .command('status')
    .description('What runs, how far it is, and what is wrong. Exit 0 all well, 1 not.')
    .option('--json', 'for programs')
    .addHelpText('after', examples('status', 'status --json'))
    .action(async (options) => (await import('../look.ts')).showStatus(options));
  program
    .command('doctor')
    .description('Looks at all that TaskBench needs and says what to do. Exit 0 fine, 1 findings.')
    .option('--redrive <id>', 'try an event again that was set aside, or all of them')
    .option('--json', 'for programs')
    .addHelpText('after', examples('doctor', 'doctor --redrive all'))
    .action(async (options) => (await import('../look.ts')).showDoctor(options));
  program
    .command('logs')
    .description('What the parts said: postgres, nats, simulator, services, web.')
    .argument('[service]', 'of one of them')
    .option('-f, --follow', 'go on as more comes')
    .option('--docker', 'of the containers')
    .addHelpText('after', examples('logs', 'logs services --follow'))
    .action(async (service, options) => (await import('../stack-commands.ts')).logs(service, options));
}
