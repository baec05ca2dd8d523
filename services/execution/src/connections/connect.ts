import type { Pool } from '@taskbench/event-log';
import { Guard, openAiProvider, type Allowed, type Provider } from '@taskbench/models';
import { ConfigError, isOpenRouter, type Config } from '@taskbench/service-kit';
import { Catalogue, type Listed } from '../catalogue/catalogue.ts';
import type { StoredConnection } from './stored.ts';
import { unusable } from './unusable.ts';
import type { Vault } from './vault.ts';

/** A provider's address and key, ready to be asked. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
  /** Of its row; null: it is the environment's. */
  readonly stored: StoredConnection | null;
  readonly simulated: boolean;
  readonly openRouter: boolean;
  /** A key is sent. */
  readonly keyed: boolean;
  readonly provider: Provider;
  readonly catalogue: Catalogue;
}

type Heard = NonNullable<Listed['heard']>;
export interface Means {
  readonly config: Config;
  readonly pool: Pool;
  readonly vault: Vault;
  readonly allowed: Allowed;
  readonly heard: (id: string) => Heard;
}

const deadlines = ({ callTimeoutMs, firstTokenMs }: Config) => ({ timeoutMs: callTimeoutMs, firstTokenMs });

/** The connection that the environment names: the operator's own word, so it may lead anywhere. */
export function ofEnvironment({ config, pool, heard }: Means): Connection {
  const openRouter = isOpenRouter(config);
  const [id, name] = config.simulated
    ? ['simulated', 'Simulated']
    : openRouter
      ? ['openrouter', 'OpenRouter']
      : ['default', new URL(config.llmBaseUrl).host];
  const provider = openAiProvider({
    baseUrl: config.llmBaseUrl,
    apiKey: config.llmApiKey,
    proxy: config.llmProxy,
    ...deadlines(config),
    ...(openRouter && { keyPage: '/key' }),
    tellsCost: openRouter || config.simulated,
  });
  const setting = { address: 'LLM_BASE_URL', key: 'LLM_API_KEY or OPENROUTER_API_KEY' };
  const listed = { id, baseUrl: config.llmBaseUrl, provider, openRouter, setting, heard: heard(id) };
  const catalogue = new Catalogue(listed, pool);
  const { llmBaseUrl: baseUrl, simulated } = config;
  const keyed = !simulated && config.llmApiKey !== '';
  return { id, name, baseUrl, stored: null, simulated, openRouter, keyed, provider, catalogue };
}

/** A connection that was added: only the Internet is open to it, and what the operator allows. */
export function ofRow(stored: StoredConnection, means: Means): Connection {
  const { pool, vault, heard } = means;
  const { connection_id: id, name, base_url: baseUrl, sealed_key } = stored;
  const openRouter = isOpenRouter({ llmBaseUrl: baseUrl });
  const apiKey = sealed_key === null ? '' : vault.open(sealed_key, stored);
  const provider = apiKey === null ? unusable('unopened_key', 'refused_key') : providerAt(baseUrl, apiKey, means);
  const setting = { address: 'its base_url', key: 'its key' };
  const catalogue = new Catalogue({ id, baseUrl, provider, openRouter, setting, heard: heard(id) }, pool);
  return { id, name, baseUrl, stored, simulated: false, openRouter, keyed: sealed_key !== null, provider, catalogue };
}

function providerAt(baseUrl: string, apiKey: string, { config, allowed }: Means): Provider {
  const proxy = proxyTo(baseUrl, config);
  if (proxy === 'unreadable') return unusable('proxy', 'connection');
  return openAiProvider({
    baseUrl,
    apiKey,
    proxy,
    guard: new Guard(baseUrl, allowed),
    ...deadlines(config),
    ...(isOpenRouter({ llmBaseUrl: baseUrl }) && { keyPage: '/key', tellsCost: true }),
  });
}

/** A variable that the environment's own provider does not need may hold anything. */
function proxyTo(baseUrl: string, config: Config): ReturnType<Config['proxyTo']> | 'unreadable' {
  try {
    return config.proxyTo(baseUrl);
  } catch (error) {
    if (error instanceof ConfigError) return 'unreadable';
    throw error;
  }
}
