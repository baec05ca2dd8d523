import type { Command } from 'commander';
import { examples } from './options.ts';

const SAYS = {
  pause: 'Send no new request of an evaluation until it is resumed; calls under way end by themselves.',
  resume: 'Go on with a paused evaluation.',
  cancel: 'End an evaluation: no request is sent any more, what was answered is kept and ranked.',
} as const;

/** pause, resume and cancel. */
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
}
