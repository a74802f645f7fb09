import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readJson } from './read-json.ts';
import { makeFolder } from './make-folder.ts';

/** What a link gave last. Nothing in it gives access: the link itself is only its file's name, hashed. */
export interface LinkEntry {
  /** How messages name the link. */
  readonly label: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly etag?: string;
  readonly lastModified?: string;
  /** What the service said the hash was, as `md5:…`. */
  readonly checksum?: string;
  /** ISO 8601. */
  readonly fetchedAt: string;
}

/** Reads an entry; `undefined` when it is missing or broken. */
export async function readLinkEntry(path: string): Promise<LinkEntry | undefined> {
  const found = await readJson(path);
  if (found === undefined) return undefined;
  const { label, sha256, bytes, fetchedAt, etag, lastModified, checksum } = found;
  if (typeof label !== 'string' || typeof fetchedAt !== 'string') return undefined;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return undefined;
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes)) return undefined;
  return {
    ...{ label, sha256, bytes, fetchedAt },
    ...(typeof etag === 'string' ? { etag } : {}),
    ...(typeof lastModified === 'string' ? { lastModified } : {}),
    ...(typeof checksum === 'string' ? { checksum } : {}),
  };
}

/** Writes an entry whole or not at all. */
export async function writeLinkEntry(path: string, entry: LinkEntry): Promise<void> {
  await makeFolder(dirname(path));
  const temporary = `${path}.${randomBytes(6).toString('hex')}`;
  await writeFile(temporary, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  await rename(temporary, path);
}
