import type { DatasetAccess } from '../access.ts';
import type { LinkKind } from './link-kind.ts';

/**
 * Hosts that the requests for a link may go to: those that a request from GitHub may name, and those
 * of the link's own service. Every public one when absent.
 */
export function requestHosts(
  kind: LinkKind,
  hosts: readonly string[] | undefined,
  access: DatasetAccess,
): readonly string[] | undefined {
  return hosts && [...hosts, ...(kind.serviceHosts?.(access) ?? [])];
}
