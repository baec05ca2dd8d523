import { entriesOf } from './catalogue.ts';
import { FORBIDDEN, ForbiddenAddress, type Guard } from './guard.ts';
import { redacted } from './redact.ts';
import type { Proxy } from './proxy.ts';

/** Codes of certificates that nobody vouches for: nothing was sent. */
export const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/;

/** Why a provider's list of models could not be had. */
export type ListFailure =
  | 'refused_key'
  | 'unopened_key'
  | 'no_answer'
  | 'unknown_host'
  | 'certificate'
  | 'no_tls'
  | 'proxy'
  | 'timeout'
  | 'redirect'
  | 'forbidden'
  | 'not_a_list'
  | 'too_long'
  | 'wrong_path'
  | 'status';

/** The list could not be had. `detail` is a status, an error's code or an address; never words of the provider. */
export class ListError extends Error {
  override readonly name = 'ListError';
  constructor(
    readonly reason: ListFailure,
    readonly detail = '',
  ) {
    super(`${reason} ${detail}`.trim());
  }
}

/** Where a provider is and how it is asked. */
export interface Address {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly proxy?: Proxy | null;
  /** Keeps it from addresses that are not public; null: it may be anywhere. */
  readonly guard?: Guard | null;
}

const LONGEST_LIST = 10_000_000;
const PATIENCE_MS = 15_000;
/** Where `/models` may be if it is not below an address that names no version. */
const PATHS = ['/v1', '/api/v1'];

/** The provider's list of models as JSON text, or null where it keeps none. Throws a `ListError`. */
export async function fetchList(address: Address, send = fetch): Promise<string | null> {
  const { status, body } = await get(address, send, '/models');
  if (status === 200 && isList(body)) return body;
  if (status !== 200 && !NO_LIST.has(status)) throw new ListError('status', String(status));
  for (const path of /\/v\d+$/.test(address.baseUrl) ? [] : PATHS) {
    const other = await get(address, send, `${path}/models`).catch(() => null);
    if (other?.status === 200 && isList(other.body)) throw new ListError('wrong_path', `${address.baseUrl}${path}`);
  }
  if (status === 200) throw new ListError('not_a_list');
  return null;
}

/** Throws a `ListError` when a page that only holders of a good key may see is refused. */
export async function checkKey(address: Address, path: string, send = fetch): Promise<void> {
  await get(address, send, path);
}

const NO_LIST = new Set([404, 405, 501]);

/** Reads a page at a provider; throws a `ListError` where nothing of use came. */
export async function get(
  address: Address,
  send: typeof fetch,
  path: string,
): Promise<{ status: number; body: string }> {
  const signal = AbortSignal.timeout(Math.min(address.timeoutMs, PATIENCE_MS));
  try {
    const response = await send(`${address.baseUrl}${path}`, {
      headers: { accept: 'application/json', ...(address.apiKey && { authorization: `Bearer ${address.apiKey}` }) },
      redirect: 'manual', // the key goes to no other address
      signal,
    });
    const { status, headers } = response;
    if (status === 401 || status === 403) throw new ListError('refused_key', String(status));
    if (status >= 300 && status < 400)
      throw new ListError('redirect', redacted(originOf(headers.get('location'), response.url), address.apiKey));
    return { status, body: redacted(await bounded(response), address.apiKey) };
  } catch (error) {
    if (error instanceof ListError) throw error;
    throw signal.aborted ? new ListError('timeout') : transportError(error, Boolean(address.proxy));
  }
}

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > LONGEST_LIST) throw new ListError('too_long', `${LONGEST_LIST / 1_000_000} MB`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function isList(body: string): boolean {
  try {
    return entriesOf(JSON.parse(body)) !== null;
  } catch {
    return false;
  }
}

function originOf(location: string | null, from: string): string {
  try {
    return new URL(location ?? '', from).origin;
  } catch {
    return '';
  }
}

function transportError(error: unknown, proxied: boolean): ListError {
  const cause = error instanceof ForbiddenAddress ? error : (error as { cause?: { code?: unknown } } | null)?.cause;
  const code = typeof cause?.code === 'string' ? cause.code : '';
  if (CERTIFICATE.test(code)) return new ListError('certificate', code);
  if (code === FORBIDDEN) return new ListError('forbidden');
  if (code.startsWith('ERR_SSL')) return new ListError('no_tls', code);
  if (proxied) return new ListError('proxy', code);
  return new ListError(code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? 'unknown_host' : 'no_answer', code);
}
