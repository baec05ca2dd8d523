import type { Finding } from './doctor/finding.ts';
import { bad, good } from './doctor/finding.ts';
import { connections } from './doctor/connections.ts';
import { letters } from './doctor/letters.ts';
import { home, node, ports } from './doctor/machine.ts';
import { namedProvider, provider } from './doctor/provider.ts';
import { servers } from './doctor/servers.ts';
import type { Settings } from './settings.ts';
import { StackState } from './state.ts';
import { status, type Status } from './status.ts';

export { redrive } from './doctor/letters.ts';

/** Looks at all that TaskBench needs and at how it is; each finding says what to do. */
export async function doctor(settings: Settings, env: NodeJS.ProcessEnv = process.env): Promise<Finding[]> {
  const now = await status(settings);
  const running = now.mode !== 'stopped';
  const looked = await Promise.all([
    running ? [] : ports(settings),
    servers(settings, now, env),
    ofProvider(settings, env),
    now.dead_letters > 0 ? letters(settings) : [],
    running ? connections(settings) : [],
  ]);
  const [free, reached, asked, aside, added] = looked;
  return [node(), home(settings), ...free, ...reached, ...asked, ...added, ...ofStack(now, reached), ...aside];
}

function ofProvider(settings: Settings, env: NodeJS.ProcessEnv): Promise<Finding[]> | Finding[] {
  const named = namedProvider(env);
  if (named) return provider(named);
  const url = new StackState(settings.home).living().find(({ name }) => name === 'simulator')?.url;
  if (url) return provider({ url, key: 'simulated', simulated: true });
  return [good('provider', 'simulated: set OPENROUTER_API_KEY or LLM_BASE_URL for a real one')];
}

/** The stack as a whole, and what is wrong with it beyond what was found already. */
function ofStack({ mode, events, troubles, page }: Status, reached: readonly Finding[]): Finding[] {
  if (mode === 'stopped') return [good('stack', 'stopped')];
  const known = reached.filter(({ ok }) => !ok).map(({ name }) => name);
  return [
    good('stack', `runs (${mode}), ${events ?? 'unknown'} events in the log`),
    ...(page ? [good('page', `answers at ${page}`)] : []),
    ...troubles
      .filter(({ of }) => of !== 'set aside' && !known.includes(of))
      .map(({ what, remedy }) => bad('stack', what, remedy)),
  ];
}

export const doctorLines = (findings: readonly Finding[]): string =>
  findings
    .map(
      ({ name, ok, seen, remedy }) =>
        `${ok ? '✓' : '!'} ${name.padEnd(10)} ${seen}${remedy ? `\n             ${remedy}` : ''}`,
    )
    .join('\n');
