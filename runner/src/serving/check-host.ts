import { isIP } from 'node:net';
import { Failure } from '@orangery/schemas';

/**
 * Loopback is for this machine and open; any other address needs keys, or somebody who says that
 * everybody may call.
 * @throws Failure USAGE
 */
export function checkHost(host: string, isGuardedOrOpen: boolean): void {
  if (isGuardedOrOpen || isLoopback(host)) return;
  throw new Failure('USAGE', `${host} can be reached from other machines, and there are no keys`, {
    hint: 'Add --keys with a file of keys (orangery keys new), or --open to let everybody who reaches it call.',
  });
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
