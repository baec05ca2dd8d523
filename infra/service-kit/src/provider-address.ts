import { ConfigError } from './config-error.ts';
import { isLoopback } from './loopback.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** The proxy that the provider is reached by, and the hosts that are reached without one. */
export interface Proxy {
  readonly url: string;
  readonly except: string;
}

const ENDPOINT = /\/(chat\/completions|completions|responses|models)$/;

/** What a person set, as it is used, or what is wrong with it; what it may hold that is secret is never repeated. */
export type Read = { readonly value: string } | { readonly fault: string };

/** A provider's address as others are appended to. `key`: where its key goes. */
export function readAddress(text: string, name: string, key: string): Read {
  const url = httpUrl(text);
  if (!url) return { fault: 'is not an http or https address such as http://127.0.0.1:11434/v1.' };
  if (url.username || url.password)
    return { fault: `holds a name or password. Leave them out: the key goes in ${key}.` };
  if (url.search || url.hash) return { fault: `has something behind ${url.search ? '?' : '#'}. Leave that out.` };
  const path = url.pathname.replace(/\/+$/, '');
  const [endpoint] = ENDPOINT.exec(path) ?? [];
  if (!endpoint) return { value: `${url.origin}${path}` };
  const base = `${url.origin}${path.slice(0, -endpoint.length)}`;
  return { fault: `ends in ${endpoint}, which is appended to it. Set ${name}=${base}.` };
}

/** A key without the line break that files end with; one that no header can carry is refused. */
export function readKey(text: string): Read {
  const value = text.trim();
  return /[^\u0021-\u007e]/.test(value) ? { fault: 'holds a space or sign that no key has. Copy it anew.' } : { value };
}

/** The address in `LLM_BASE_URL`. */
export const providerAddress = (text: string): string =>
  taken('LLM_BASE_URL', readAddress(text, 'LLM_BASE_URL', 'LLM_API_KEY'));
/** The key in a variable. */
export const providerKey = (name: string, text: string): string => taken(name, readKey(text));

function taken(name: string, read: Read): string {
  if ('value' in read) return read.value;
  throw new ConfigError(`${name} ${read.fault}`);
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
