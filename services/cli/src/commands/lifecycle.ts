import { Argument, type Command } from 'commander';
import { examples } from './options.ts';

const SAYS = {
  pause: 'Send no new request of an evaluation until it is resumed; calls under way end by themselves.',
  resume: 'Go on with a paused evaluation.',
  cancel: 'End an evaluation: no request is sent any more, what was answered is kept and ranked.',
} as const;

/** pause, resume and cancel; and resolve, for one call. */
export function lifecycleCommands(program: Command): void {
  for (const deed of ['pause', 'resume', 'cancel'] as const) {
    const command = program
      .command(deed)
      .description(SAYS[deed])
      .argument('<id>', 'its id, the beginning of it, or "latest"')
      .addHelpText('after', examples(`${deed} latest`, deed === 'resume' ? 'resume 019a --follow' : `${deed} 019a`));
    if (deed === 'resume') command.option('-f, --follow', 'show its progress and its ranking, as run does');
    command.action(async (id: string, { follow }: { follow?: boolean }) => {
      const { lifecycle } = await import('../evaluation/lifecycle.ts');
      const { readSettings } = await import('../settings.ts');
      process.exitCode = await lifecycle(readSettings().apiUrl, deed, id, follow ?? false);
    });
  }
  program
    .command('resolve')
    .description('Decide a held call: send it again, which may be paid for twice, or give it up.')
    .argument('<call>', 'its id, as run and resume say it')
    .addArgument(new Argument('<action>', 'what becomes of it').choices(['retry', 'give-up']))
    .addHelpText('after', examples('resolve 019a…-7 retry', 'resolve 019a…-7 give-up'))
    .action(async (id: string, action: 'retry' | 'give-up') => {
      const { resolveCall } = await import('../evaluation/held.ts');
      const { readSettings } = await import('../settings.ts');
      process.exitCode = await resolveCall(readSettings().apiUrl, id, action);
    });
}
