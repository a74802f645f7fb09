import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Failure } from '@orangery/schemas';
import { buildConnector } from 'undici';
import { addressIn, isWithinReach, type Reach } from './address.ts';

/** The parts of the network that tests replace. */
export interface Network {
  readonly lookup: LookupFunction;
  readonly buildConnector: typeof buildConnector;
  /** Before the second attempt, the third, and so on. */
  readonly retryPausesMs: readonly number[];
}

export const realNetwork: Network = { lookup, buildConnector, retryPausesMs: [1000, 4000] };

/**
 * Connects only to addresses within reach. The check is on the addresses that the socket is then
 * opened to, so a name that resolves differently a second time gains nothing.
 */
export function guardedConnector(
  reach: Reach,
  network: Network,
  timeoutMs: number,
): buildConnector.connector {
  const lookup = guardedLookup(reach, network.lookup);
  const connect = network.buildConnector({ timeout: timeoutMs, allowH2: false, lookup });
  return (options, callback) => {
    // node asks no lookup for an address
    const address = addressIn(options.hostname);
    if (address === undefined || isWithinReach(address, reach)) connect(options, callback);
    else callback(refused(options.hostname, address, reach), null);
  };
}

function guardedLookup(reach: Reach, resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      const addresses = found as LookupAddress[];
      const first = error === null ? addresses[0] : undefined;
      const bad = first && addresses.find(({ address }) => !isWithinReach(address, reach));
      if (first === undefined) callback(error ?? notFound(hostname), []);
      else if (bad !== undefined) callback(refused(hostname, bad.address, reach), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refused(hostname: string, address: string, reach: Reach): Failure {
  const expected = reach === 'public' ? 'a public address' : 'this machine';
  const found = hostname === address ? address : `${hostname} at ${address}`;
  return new Failure('LINK_REFUSED', `dataset link: expected ${expected}, found ${found}`, {
    hint:
      reach === 'public'
        ? 'Data comes from public hosts only; reach a server of your own network by rclone:remote:path.'
        : 'Write 127.0.0.1 instead of the name.',
  });
}

function notFound(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' });
}
