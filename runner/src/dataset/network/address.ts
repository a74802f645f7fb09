import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Which addresses a request may go to. */
export type Reach = 'public' | 'loopback';

/**
 * Whether an IP address is within reach. Public is what the IANA registries call globally
 * reachable: not private, link-local, shared, documentation, multicast, mapped or tunnelled.
 */
export function isWithinReach(address: string, reach: Reach): boolean {
  if (!ipaddr.isValid(address)) return false;
  const found = ipaddr.parse(address);
  // unicast is also what is given to nobody, such as ::7f00:1, an older form of 127.0.0.1
  const isGiven = found instanceof ipaddr.IPv4 || found.match(globalUnicast);
  return found.range() === rangeOf[reach] && (reach === 'loopback' || isGiven);
}

/** All of IPv6 that is given to anybody (RFC 4291 §2.4). */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

const rangeOf = { public: 'unicast', loopback: 'loopback' } as const;

/** Whether a host of an address is this machine by its very name. */
export function isLoopbackHost(hostname: string): boolean {
  const address = addressIn(hostname);
  if (address !== undefined) return isWithinReach(address, 'loopback');
  return /^(.+\.)?localhost\.?$/i.test(hostname);
}

/** The IP address that a URL's host is, without brackets; `undefined` for a name. */
export function addressIn(hostname: string): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
}
