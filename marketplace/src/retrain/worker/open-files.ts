import {
  checkContent,
  checkListed,
  endingOf,
  hashOfFiles,
  headBytes,
  isLitter,
  type DataFile,
} from '@orangery/runner/browser';
import { Failure, hashBytes, type PinnedLink } from '@orangery/schemas';
import type { PickedFile } from '../messages.ts';
import { checkChosen } from './limits.ts';
import { unpackZip } from './unpack-zip.ts';

/** Data that the visitor chose, ready to be read. */
export interface OpenedFiles {
  readonly files: readonly DataFile[];
  /** Size and hash, as the server tells them of the same file or folder. */
  readonly pin: Required<Pick<PinnedLink, 'sha256' | 'bytes'>>;
  /** A link may lead to one file; a folder's hash is of no file. */
  readonly isFolder: boolean;
}

/**
 * Opens what was chosen: one file, the files of one zip archive, or a folder's files.
 * @throws Failure DATASET_INVALID, ARCHIVE_UNSAFE
 */
export async function openFiles(picked: readonly PickedFile[]): Promise<OpenedFiles> {
  const wanted = picked.filter(({ path }) => !isLitter(path));
  checkChosen(wanted.map(({ file }) => ({ sizeBytes: file.size })));
  const [only] = wanted;
  if (wanted.length === 1 && !only!.path.includes('/')) return openOne(only!.file);
  return openFolder(wanted);
}

async function openOne(file: File): Promise<OpenedFiles> {
  const { name } = file;
  const bytes = await readFile(file, name);
  const ends = { head: bytes.subarray(0, headBytes), tail: bytes.subarray(-4) };
  const content = checkContent(ends, { name, label: name });
  const pin = { sha256: hashBytes(bytes), bytes: bytes.length };
  if (content.kind === 'zip') {
    const unpacked = [...unpackZip(bytes, name)];
    return {
      pin,
      isFolder: false,
      files: unpacked.map(([path, inside]) => inMemory(path, inside)),
    };
  }
  if (['tar', 'gzip', 'zstd'].includes(content.kind)) throw notUnpacked(name, content.name);
  const path = endingOf(name) === '' ? `${name}${content.extension}` : name;
  return { pin, isFolder: false, files: [inMemory(path, bytes)] };
}

async function openFolder(picked: readonly PickedFile[]): Promise<OpenedFiles> {
  const inside = withoutRoot(picked).map(({ path, file }) => ({
    path: path.normalize('NFC'),
    file,
  }));
  checkListed(inside, 'the folder');
  const files: DataFile[] = [];
  const hashed: { path: string; sha256: string }[] = [];
  for (const { path, file } of inside) {
    const bytes = await readFile(file, path);
    hashed.push({ path, sha256: hashBytes(bytes) });
    files.push(inMemory(path, bytes));
  }
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { files, isFolder: true, pin: { sha256: hashOfFiles(hashed), bytes } };
}

/** Paths below the folder that was chosen, as the server sees them. */
function withoutRoot(picked: readonly PickedFile[]): readonly PickedFile[] {
  const root = picked[0]?.path.split('/', 1)[0];
  const isCommon = picked.every(({ path }) => path.startsWith(`${root}/`));
  if (!isCommon || root === undefined) return picked;
  return picked.map(({ path, file }) => ({ path: path.slice(root.length + 1), file }));
}

async function readFile(file: File, path: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new Failure('DATASET_INVALID', `${path}: expected a readable file, found none`, {
      cause,
      hint: 'It was moved or changed since: choose it again.',
    });
  }
}

function inMemory(path: string, bytes: Uint8Array): DataFile {
  return {
    path,
    sizeBytes: bytes.length,
    read: async () => bytes,
    stream: async function* () {
      yield bytes;
    },
  };
}

function notUnpacked(name: string, found: string): Failure {
  const message = `${name}: expected a table, a folder or a zip archive in a page, found ${found}`;
  const hint = 'Unpack it and choose the folder, or pack it as zip.';
  return new Failure('DATASET_INVALID', message, { hint });
}
