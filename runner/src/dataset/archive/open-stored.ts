import { extname } from 'node:path';
import { Failure } from '@orangery/schemas';
import { contentOf, headBytes, type Content } from './content.ts';
import type { DataFile } from '../data-file.ts';
import { largestFileBytes, type FetchOptions } from '../fetch-options.ts';
import { openZip } from './open-zip.ts';
import { readBytes, storedDataFile, type StoredFile } from '../stored-file.ts';

export interface OpenedFiles {
  readonly files: readonly DataFile[];
  close(): Promise<void>;
}

/** A file and what to call it. */
export interface NamedFile {
  readonly path: string;
  /** File name that the link gives it. */
  readonly name: string;
  /** How messages name it. */
  readonly label: string;
}

/**
 * Opens one stored file as a dataset: the files in a zip, or itself.
 * @throws Failure DATASET_INVALID, ARCHIVE_UNSAFE
 */
export async function openStored(
  file: StoredFile & NamedFile,
  { limits }: FetchOptions,
): Promise<OpenedFiles> {
  const content = await identify(file);
  if (content.kind === 'zip') return openZip(file.path, file.label, limits);
  if (file.bytes > largestFileBytes) {
    throw new Failure(
      'DATASET_INVALID',
      `${file.label}: expected a file of at most ${largestFileBytes} bytes, found ${file.bytes}`,
      { hint: 'Split it: a single file is read into memory whole.' },
    );
  }
  const name = extname(file.name) === '' ? `${file.name}${content.extension}` : file.name;
  return { files: [storedDataFile(file, name)], close: async () => {} };
}

/**
 * Tells what a file is by its first bytes, and refuses what is not read or not what its name says.
 * @throws Failure DATASET_INVALID
 */
export async function identify({ path, name, label }: NamedFile): Promise<Content> {
  const head = await readBytes(path, 0, headBytes);
  if (head.length === 0) throw invalid(label, anyData, 'an empty file', hints.other);
  const content = contentOf(head);
  const said = saidBy[extname(name).toLowerCase()];
  const isRead = content.kind !== 'page' && content.kind !== 'unread';
  if (isRead && (said === undefined || said.kind === content.kind)) return content;
  const expected = said === undefined ? anyData : `${said.name}, as its name says`;
  throw invalid(label, expected, content.name, hintFor(content));
}

const anyData = 'a zip archive, a table or a picture';

/** What a file is by the ending of its name, where that is something we read. */
const saidBy: Readonly<Record<string, { kind: Content['kind']; name: string }>> = {
  '.zip': { kind: 'zip', name: 'a zip archive' },
  '.csv': { kind: 'text', name: 'a table' },
  '.tsv': { kind: 'text', name: 'a table' },
  '.txt': { kind: 'text', name: 'text' },
  '.png': { kind: 'picture', name: 'a picture' },
  '.jpg': { kind: 'picture', name: 'a picture' },
  '.jpeg': { kind: 'picture', name: 'a picture' },
  '.webp': { kind: 'picture', name: 'a picture' },
};

const hints = {
  packed: 'tar.gz and its like are not read yet: pack the files as zip.',
  page: 'The link leads to a page for people, perhaps a login or preview: use the direct download link.',
  encoding: 'Save the table as CSV in UTF-8.',
  other: 'Use a zip archive, a CSV table, or a PNG, JPEG or WebP picture.',
};

function hintFor(content: Content): string {
  if (content.kind === 'page') return hints.page;
  if (content.extension === '.txt') return hints.encoding;
  return /^\.(gz|tar|bz2|xz|zst|7z|rar)$/.test(content.extension) ? hints.packed : hints.other;
}

function invalid(label: string, expected: string, found: string, hint: string): Failure {
  return new Failure('DATASET_INVALID', `${label}: expected ${expected}, found ${found}`, { hint });
}
