import ipaddr from 'ipaddr.js';

/** All that is given out on the Internet lies in here; what lies elsewhere is local, of the past, or wraps another address. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3');
/** An IPv4 address as a network without IPv4 says it (RFC 6052). */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
/** Clouds answer here to their own machines only, though it looks like any other address. */
const METADATA = new Set(['168.63.129.16']);

/** Whether an address is on the Internet, and neither of this machine, its network, its cloud, nor of no one. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address); // an IPv4 address in IPv6 clothes is that IPv4 address
  if (ip instanceof ipaddr.IPv4) return ip.range() === 'unicast' && !METADATA.has(ip.toString());
  if (ip.match(NAT64)) return isPublic(ip.toByteArray().slice(-4).join('.'));
  return ip.match(GLOBAL) && ip.range() === 'unicast';
}
