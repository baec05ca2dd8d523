import { isIP } from 'node:net';
import { OwnError } from '@taskbench/contracts';
import ipaddr from 'ipaddr.js';

/** Where a request is about to go: what its address says, and the address that is dialled. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}
/** What may be dialled though it is not public. */
export type Allowed = (destination: Destination) => boolean;

/**
 * Reads `TASKBENCH_ALLOW_HOSTS`: hosts as an address says them, `gpu.example` or `10.0.0.5:8000`, and ranges of addresses
 * that are dialled whatever the host is called, `10.0.0.0/8`. Throws a sentence that names what it cannot read.
 */
export function allowedHosts(text: string): Allowed {
  const rules = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => (entry.includes('/') ? rangeOf(entry) : hostOf(entry)));
  return (destination) => rules.some((rule) => rule(destination));
}

/** A host as addresses are compared: without brackets, and without the dot that may end it. */
export const plainHost = (host: string): string => host.replace(/^\[|\]$|\.$/g, '').toLowerCase();

function rangeOf(entry: string): Allowed {
  if (!ipaddr.isValidCIDR(entry)) throw unreadable(entry);
  const [range, bits] = ipaddr.parseCIDR(entry);
  return ({ address }) => {
    if (!ipaddr.isValid(address)) return false;
    const ip = ipaddr.process(address);
    return ip.kind() === range.kind() && ip.match(range as never, bits);
  };
}

function hostOf(entry: string): Allowed {
  const [, named, digits] = (isIP(entry) === 6 ? [entry, entry] : /^(\[.+\]|[^:]+)(?::(\d+))?$/.exec(entry)) ?? [];
  const url = named && URL.parse(`http://${isIP(named) === 6 ? `[${named}]` : named}`);
  const wanted = digits === undefined ? null : Number(digits);
  if (!url || url.pathname !== '/' || url.search || url.hash || url.username || (wanted ?? 1) > 65_535)
    throw unreadable(entry);
  const host = plainHost(url.hostname);
  return (to) => to.host === host && (wanted === null || wanted === to.port);
}

const unreadable = (entry: string): OwnError =>
  new OwnError(`"${entry}" is no host such as gpu.example:8000 and no range such as 10.0.0.0/8.`);
