import type { KeyObject } from 'node:crypto';
import { ConfigError } from './config-error.ts';
import { isLoopback } from './loopback.ts';
import { masterKeyOf } from './master-key.ts';
import { providerAddress, providerKey, providerProxy, type Proxy } from './provider-address.ts';

export { ConfigError, isLoopback };

/** What the environment says, with the defaults of `.env.example`. */
export interface Config {
  readonly port: number;
  readonly bind: string;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly apiToken: string | null;
  readonly llmBaseUrl: string;
  readonly llmApiKey: string;
  readonly llmProxy: Proxy | null;
  /** The way to any other provider. */
  readonly proxyTo: (baseUrl: string) => Proxy | null;
  /** `TASKBENCH_ALLOW_HOSTS` as it was given: where connections may lead though it is not public. */
  readonly allowHosts: string;
  /** Seals the keys of connections; null: none can be kept. */
  readonly masterKey: KeyObject | null;
  /** Only who is on this machine can ask. */
  readonly local: boolean;
  /** The provider is our simulator: every figure says so. */
  readonly simulated: boolean;
  readonly generatorModel: string | null;
  readonly maxConcurrency: number;
  /** For an answer in all, and for its first token. */
  readonly callTimeoutMs: number;
  readonly firstTokenMs: number;
  /** Calls at a time to one provider, over all evaluations and replicas. */
  readonly providerConcurrency: number;
  /** Tasks may ask for checks that run code, in the sandbox. */
  readonly allowCode: boolean;
}

const OPENROUTER = 'https://openrouter.ai/api/v1';
type Env = Readonly<Record<string, string | undefined>>;

/** Reads the environment; throws a `ConfigError` that names the variable. */
export function readConfig(env: Env): Config {
  const bind = env['TASKBENCH_BIND'] ?? '127.0.0.1';
  const apiToken = env['TASKBENCH_API_TOKEN'] || null;
  // Without a provider of the person's own, the simulated one where there is one.
  const simulator = !env['LLM_BASE_URL'] && !env['OPENROUTER_API_KEY'] ? env['TASKBENCH_SIMULATOR_URL'] || null : null;
  const behindProxy = env['TASKBENCH_BEHIND_PROXY'] === '1';
  if (!isLoopback(bind) && !apiToken && !behindProxy) {
    throw new ConfigError(`TASKBENCH_BIND=${bind} opens the API to others. Set TASKBENCH_API_TOKEN as well.`);
  }
  const llmBaseUrl = providerAddress(simulator ?? (env['LLM_BASE_URL'] || OPENROUTER));
  return {
    port: whole(env, 'PORT', 8000, 0, 65_535),
    bind,
    apiToken,
    databaseUrl: needed(env, 'DATABASE_URL'),
    natsUrl: needed(env, 'NATS_URL'),
    llmBaseUrl,
    llmApiKey: simulator ? 'simulated' : keyOf(env),
    llmProxy: simulator ? null : providerProxy(env, llmBaseUrl),
    proxyTo: (baseUrl) => providerProxy(env, baseUrl),
    allowHosts: env['TASKBENCH_ALLOW_HOSTS'] ?? '',
    masterKey: masterKeyOf(env),
    local: isLoopback(bind) && !behindProxy,
    simulated: simulator !== null || env['TASKBENCH_SIMULATED'] === '1',
    generatorModel: env['TASKBENCH_GENERATOR_MODEL'] || null,
    maxConcurrency: whole(env, 'TASKBENCH_MAX_CONCURRENCY', 5, 1, 200),
    providerConcurrency: whole(env, 'TASKBENCH_PROVIDER_CONCURRENCY', 200, 1, 1_000),
    allowCode: env['TASKBENCH_ALLOW_LAMBDA'] !== '0',
    callTimeoutMs: whole(env, 'TASKBENCH_CALL_TIMEOUT_SECONDS', 60, 1, 3_600) * 1_000,
    firstTokenMs: whole(env, 'TASKBENCH_FIRST_TOKEN_SECONDS', 30, 1, 3_600) * 1_000,
  };
}

/** Whether the provider is OpenRouter, whose catalogue has prices and whose usage has costs. */
export const isOpenRouter = ({ llmBaseUrl }: Pick<Config, 'llmBaseUrl'>): boolean =>
  new URL(llmBaseUrl).hostname.endsWith('openrouter.ai');

/** Which model writes checks and explains; null: the newest Claude Sonnet of OpenRouter; undefined: none is guessed. */
export const generatorOf = (config: Config): string | null | undefined =>
  config.generatorModel ?? (config.simulated ? 'sim/generator' : isOpenRouter(config) ? null : undefined);

function whole(env: Env, name: string, otherwise: number, least: number, most: number): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ConfigError(`${name}=${text} must be a whole number from ${least} to ${most}.`);
}

function needed(env: Env, name: string): string {
  const value = env[name];
  if (!value)
    throw new ConfigError(
      `${name} is not set. ./RunTaskBench.sh sets it; set it yourself to use a server of your own.`,
    );
  return value;
}

function keyOf(env: Env): string {
  const name = env['LLM_API_KEY'] ? 'LLM_API_KEY' : 'OPENROUTER_API_KEY';
  return providerKey(name, env[name] ?? '');
}
