/** How a NATS client connects to an address. */
export interface NatsAddress {
  readonly servers: string;
  readonly user?: string;
  readonly pass?: string;
  readonly token?: string;
}

/** Reads `NATS_URL`, or throws where it is no address. Who we are stands before the host, as user and password or as a token; the client does not look there. */
export function natsAddress(text: string): NatsAddress {
  const url = new URL(text.includes('://') ? text : `nats://${text}`);
  if (url.hostname === '') throw new TypeError('An address without a host.');
  const [user, pass] = [url.username, url.password].map(decodeURIComponent);
  url.username = url.password = '';
  const servers = url.href.replace(/\/$/, '');
  if (!user) return { servers };
  return pass ? { servers, user, pass } : { servers, token: user };
}
