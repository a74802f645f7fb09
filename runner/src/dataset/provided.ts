import { readFile } from 'node:fs/promises';
import { Failure, type PinnedLink } from '@orangery/schemas';
import type { PreparedSource } from './fetch-dataset.ts';
import type { FetchOptions } from './fetch-options.ts';
import { openLocal } from './open-local.ts';

/** A link whose content another process fetched, for one that has no network. */
export interface ProvidedLink {
  /** As it is asked for. */
  readonly link: string;
  /** Of the file or folder. */
  readonly path: string;
  readonly name: string;
  readonly fileName?: string;
  readonly license?: string;
  readonly citation?: string;
  readonly givesAccess: boolean;
}

/** A list of provided links as a file. */
export function providedText(links: readonly ProvidedLink[]): string {
  return `${JSON.stringify(links, null, 2)}\n`;
}

/** @throws Failure FILE_INVALID */
export async function readProvided(path: string): Promise<readonly ProvidedLink[]> {
  const found: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (Array.isArray(found) && found.every(isProvided)) return found;
  throw new Failure(
    'FILE_INVALID',
    `${path}: expected a list of fetched links, found another value`,
  );
}

/**
 * A link that is opened where another process put its content; hashed again, as any file is.
 * @throws Failure LINK_REFUSED when it was not fetched
 */
export function prepareProvided(
  pin: PinnedLink,
  provided: readonly ProvidedLink[],
  options: FetchOptions,
): PreparedSource {
  const found = provided.find(({ link }) => link === pin.link);
  if (found === undefined) throw notProvided();
  const { path, name, fileName = name, license, citation, givesAccess } = found;
  const told = { ...(license && { license }), ...(citation && { citation }) };
  return {
    givesAccess,
    open: async () => ({
      ...(await openLocal(
        { kind: 'file', path },
        { pin, options, hiddenBehind: pin.link },
        fileName,
      )),
      ...{ name, ...told },
    }),
  };
}

function isProvided(value: unknown): value is ProvidedLink {
  if (typeof value !== 'object' || value === null) return false;
  const { link, path, name, givesAccess, ...more } = value as Record<string, unknown>;
  const texts = [link, path, name, ...Object.values(more)];
  return texts.every((text) => typeof text === 'string') && typeof givesAccess === 'boolean';
}

function notProvided(): Failure {
  return new Failure(
    'LINK_REFUSED',
    'In the sandbox: expected a link that was fetched before, found another',
    { hint: 'Name all data in the request: there is no network in a sandbox.' },
  );
}
