import type { DatasetLink } from './link.ts';
import type { LinkKind } from './link-kind.ts';
import { http, https } from './web.ts';

/**
 * Every kind of link but local ones, in the order they are asked: services before the web at large,
 * so that an address copied from a service's page is known for what it is.
 */
export const remoteKinds: readonly LinkKind[] = [https, http] as readonly LinkKind[];

/** @throws Error when a kind is not in the list: a mistake of ours */
export function kindOf(link: Exclude<DatasetLink, { kind: 'file' }>): LinkKind {
  const found = remoteKinds.find(({ kind }) => kind === link.kind);
  if (found === undefined) throw new Error(`no such kind of link: ${link.kind}`);
  return found;
}
