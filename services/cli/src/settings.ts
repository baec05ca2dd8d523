import { resolve } from 'node:path';
import { SetupError } from '@taskbench/local-servers';

/** Where the stack lives and listens. */
export interface Settings {
  readonly root: string;
  readonly home: string;
  readonly logs: string;
  readonly bind: string;
  readonly apiPort: number;
  readonly webPort: number;
  readonly apiUrl: string;
  readonly webUrl: string;
  /** No provider is set, so the simulated one is started. */
  readonly simulated: boolean;
}

/** Reads the environment; throws one line that names the variable. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const root = env['TASKBENCH_ROOT'] ?? process.cwd();
  const home = resolve(root, env['TASKBENCH_HOME'] ?? '.taskbench');
  const apiPort = port(env, 'TASKBENCH_API_PORT', 8000);
  const webPort = port(env, 'TASKBENCH_WEB_PORT', 9999);
  const bind = env['TASKBENCH_BIND'] || '127.0.0.1';
  return {
    root,
    home,
    logs: `${home}/logs`,
    bind,
    apiPort,
    webPort,
    apiUrl: `http://${reachedAt(bind, '127.0.0.1')}:${apiPort}`,
    webUrl: `http://${reachedAt(bind, 'localhost')}:${webPort}`,
    simulated: !env['OPENROUTER_API_KEY'] && !env['LLM_BASE_URL'],
  };
}

/** Where this machine reaches what listens to an address: what listens to all of them, or to loopback, by its plain name. */
function reachedAt(bind: string, plain: string): string {
  if (['127.0.0.1', 'localhost', '0.0.0.0', '::', '[::]'].includes(bind)) return plain;
  const host = bind.replace(/^\[|\]$/g, '');
  return host.includes(':') ? `[${host}]` : host;
}

function port(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name] || String(otherwise);
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new SetupError(`${name}=${text} must be a port, a whole number from 1 to 65535.`);
}
