import { ConfigError } from './config-error.ts';
import { isLoopback } from './loopback.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The proxy that the provider is reached by, and the hosts that are reached without one. */
export interface Proxy {
  readonly url: string;
  readonly except: string;
}

const ENDPOINT = /\/(chat\/completions|completions|responses|models)$/;

/** The provider's address as others are appended to; what it may hold that is secret is never repeated. */
export function providerAddress(text: string): string {
  const url = httpUrl(text);
  if (!url) throw new ConfigError('LLM_BASE_URL is not an http or https address such as http://127.0.0.1:11434/v1.');
  if (url.username || url.password) {
    throw new ConfigError('LLM_BASE_URL holds a name or password. Leave them out: the key goes in LLM_API_KEY.');
  }
  if (url.search || url.hash) {
    throw new ConfigError(`LLM_BASE_URL has something behind ${url.search ? '?' : '#'}. Leave that out.`);
  }
  const path = url.pathname.replace(/\/+$/, '');
  const [endpoint] = ENDPOINT.exec(path) ?? [];
  if (endpoint) {
    const base = `${url.origin}${path.slice(0, -endpoint.length)}`;
    throw new ConfigError(`LLM_BASE_URL ends in ${endpoint}, which is appended to it. Set LLM_BASE_URL=${base}.`);
  }
  return `${url.origin}${path}`;
}

/** A key without the line break that files end with; one that no header can carry is refused. */
export function providerKey(name: string, text: string): string {
  const key = text.trim();
  if (/[^\u0021-\u007e]/.test(key))
    throw new ConfigError(`${name} holds a space or sign that no key has. Copy it anew.`);
  return key;
}

/** The proxy that the environment names for an address, as curl reads it; this machine is reached without one. */
export function providerProxy(env: Env, baseUrl: string): Proxy | null {
  const { protocol, hostname } = new URL(baseUrl);
  if (isLoopback(hostname)) return null;
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const either = (variable: string) => env[variable.toLowerCase()] || env[variable] || '';
  const url = either(name);
  if (url === '') return null;
  if (!httpUrl(url)) throw new ConfigError(`${name} is not an http address such as http://proxy.example:3128.`);
  return { url, except: either('NO_PROXY') };
}

function httpUrl(text: string): URL | null {
  const url = URL.parse(text.trim());
  return url && ['http:', 'https:'].includes(url.protocol) ? url : null;
}
