import { spawn, spawnSync } from 'node:child_process';
import { SetupError } from '@taskbench/local-servers';
import type { Settings } from './settings.ts';

const compose = (...args: string[]) => ['compose', '-f', 'docker-compose.yml', ...args];

/** Runs docker where its words can be seen; answers its exit code. */
function docker({ root }: Settings, args: readonly string[], output: 'show' | 'errors' = 'show'): Promise<number> {
  const child = spawn('docker', args, {
    cwd: root,
    stdio: ['ignore', output === 'show' ? 'inherit' : 'ignore', 'inherit'],
  });
  return new Promise((done) => {
    child.once('error', () => done(127));
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** Throws a line that says what to do when no engine with Compose v2 answers. */
export function needDocker(): void {
  const answers = (...args: string[]) => spawnSync('docker', args, { stdio: 'ignore', timeout: 10_000 }).status === 0;
  if (!answers('version'))
    throw new SetupError('No Docker engine answers. Start Docker, or leave --docker out to run without it.');
  if (!answers('compose', 'version'))
    throw new SetupError('This Docker has no Compose v2. Install the docker-compose plugin, or leave --docker out.');
}

/** A container of the stack and how it is. */
export interface Container {
  readonly Service: string;
  readonly State: string;
  readonly Health: string;
  readonly Status: string;
}

/** The stack's containers that run or ended; none where Docker does not answer. */
export function containers({ root }: Settings): Container[] {
  const { status, stdout } = spawnSync('docker', compose('ps', '-a', '--format', 'json'), {
    cwd: root,
    encoding: 'utf8',
    timeout: 5_000,
  });
  if (status !== 0) return [];
  return stdout
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => JSON.parse(line) as Container | Container[]);
}

/** Whether the stack runs in containers. */
export const runsInDocker = (settings: Settings): boolean =>
  containers(settings).some(({ State }) => State === 'running');

/** Builds what is missing, starts all, and waits until every container is healthy. */
export async function dockerUp(settings: Settings): Promise<void> {
  needDocker();
  const code = await docker(settings, compose('up', '-d', '--build', '--wait'));
  if (code !== 0)
    throw new SetupError('The containers did not come up; see above, or ./RunTaskBench.sh logs --docker.');
}

export const dockerDown = (settings: Settings): Promise<number> => docker(settings, compose('down'));

export const dockerLogs = (settings: Settings, service: string | undefined, follow: boolean): Promise<number> =>
  docker(settings, compose('logs', '--tail', '100', ...(follow ? ['-f'] : []), ...(service ? [service] : [])));
