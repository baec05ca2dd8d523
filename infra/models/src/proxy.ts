import type { Guard } from './guard.ts';

/** The proxy that a provider is reached by, and the hosts that are reached without one (`NO_PROXY`). */
export interface Proxy {
  readonly url: string;
  readonly except: string;
}

/** `fetch` by way of a proxy, a guard or both. What it needs is loaded only where there is one. */
export function fetchBy(proxy: Proxy | null, guard: Guard | null): typeof fetch {
  const loading = import('undici').then(async ({ Agent, EnvHttpProxyAgent, fetch: send }) => {
    const direct = guard ? { connect: await guard.connector() } : {};
    const dispatcher = proxy
      ? new EnvHttpProxyAgent({ ...direct, httpProxy: proxy.url, httpsProxy: proxy.url, noProxy: proxy.except })
      : new Agent(direct);
    return { send: send as unknown as typeof fetch, dispatcher };
  });
  loading.catch(() => undefined); // said to whoever sends
  return async (to, init) => {
    const { send, dispatcher } = await loading;
    if (proxy) await guard?.check(); // the proxy dials, by names as it knows them
    return send(to, { ...init, dispatcher } as RequestInit);
  };
}
