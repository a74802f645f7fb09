import { Failure } from '@orangery/schemas';
import type { DatasetLink } from './link.ts';
import { parseDatasetLink } from './parse-link.ts';

/** Kinds that a request from GitHub may name: https, and services whose hosts are known. */
const remoteOnly: readonly DatasetLink['kind'][] = ['file', 'http', 'rclone'];

/**
 * Why a request made from GitHub may not name this link; null when it may. `secret:NAME` may always.
 * Nothing of the link is repeated that could be secret.
 * @param hosts besides those of the named kinds
 */
export function linkProblem(text: string, hosts: readonly string[]): string | null {
  if (/^secret:/i.test(text)) {
    if (/^secret:[A-Z][A-Z0-9_]{0,63}$/.test(text)) return null;
    return 'expected secret:NAME in capital letters, digits and _, found another name';
  }
  try {
    const { kind } = parseDatasetLink(text, { allowLocal: false, baseFolder: '/', hosts });
    if (!remoteOnly.includes(kind)) return null;
    return `expected https or a service by name, found a link of the kind ${kind}`;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
