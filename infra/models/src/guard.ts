import { lookup as systemLookup, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { plainHost, type Allowed } from './allowed-hosts.ts';
import { isPublic } from './public-address.ts';

/** The code of a `ForbiddenAddress`, wherever in a chain of causes it lies. */
export const FORBIDDEN = 'ERR_FORBIDDEN_ADDRESS';

/** Nothing was dialled: the address is not public, and nobody allowed it. */
export class ForbiddenAddress extends Error {
  override readonly name = 'ForbiddenAddress';
  readonly code = FORBIDDEN;
}

type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;
type Connect = ReturnType<typeof buildConnector>;

/** Stands where connections are made: lets through to one origin, at addresses that are public or allowed. */
export class Guard {
  private readonly host: string;
  private readonly port: number;

  constructor(
    baseUrl: string,
    private readonly allowed: Allowed,
    private readonly resolve: Resolve = systemLookup,
  ) {
    const url = new URL(baseUrl);
    this.host = plainHost(url.hostname);
    this.port = portOf(url);
  }

  /** Throws a `ForbiddenAddress` for a host that may not be dialled as it is known here; one that is not known passes. */
  async check(): Promise<void> {
    const addresses = isIP(this.host)
      ? [{ address: this.host }]
      : await new Promise<{ address: string }[]>((done) =>
          this.resolve(this.host, { all: true }, (error, found) => done(error ? [] : found)),
        );
    if (!this.admits(addresses)) throw new ForbiddenAddress();
  }

  /** Makes connections; what is dialled is what was looked at, and is not looked up again. */
  async connector(): Promise<Connect> {
    const { buildConnector: build } = await import('undici');
    const dial = build({ allowH2: false, lookup: this.lookup });
    return (options, done) => {
      const host = plainHost(options.hostname);
      const known = host === this.host && portOf(options) === this.port;
      if (!known || (isIP(host) && !this.admits([{ address: host }]))) return done(new ForbiddenAddress(), null);
      dial(options, done);
    };
  }

  private readonly lookup: LookupFunction = (host, options, done) =>
    this.resolve(host, { ...options, all: true }, (error, found) => {
      const refused = error ?? (this.admits(found) ? null : new ForbiddenAddress());
      if (refused) return done(refused, []);
      if (options.all) return done(null, found);
      done(null, found[0]!.address, found[0]!.family);
    });

  /** A name with one forbidden address among others is not trusted with the others either. */
  private admits(addresses: readonly { readonly address: string }[]): boolean {
    const { host, port, allowed } = this;
    return addresses.every(({ address }) => isPublic(address) || allowed({ host, port, address }));
  }
}

const portOf = ({ port, protocol }: { readonly port: string; readonly protocol: string }): number =>
  Number(port) || (protocol === 'https:' ? 443 : 80);
