/** The proxy that a provider is reached by, and the hosts that are reached without one (`NO_PROXY`). */
export interface Proxy {
  readonly url: string;
  readonly except: string;
}

/** `fetch` by way of a proxy. What it needs is loaded only where there is one. */
export function fetchBy({ url, except }: Proxy): typeof fetch {
  const loading = import('undici').then(({ EnvHttpProxyAgent, fetch: send }) => ({
    send: send as unknown as typeof fetch,
    dispatcher: new EnvHttpProxyAgent({ httpProxy: url, httpsProxy: url, noProxy: except }),
  }));
  return async (to, init) => {
    const { send, dispatcher } = await loading;
    return send(to, { ...init, dispatcher } as RequestInit);
  };
}
