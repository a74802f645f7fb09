import { Failure } from '@orangery/schemas';
import type { Entry } from 'yauzl';
import { collidingPaths, isLitter, problemOfPath } from './check-paths.ts';
import { largestFileBytes, type FetchLimits } from '../fetch-options.ts';

/** An entry of a zip archive as its central directory lists it. */
export interface ZipEntry {
  readonly path: string;
  readonly raw: Entry;
}

interface EntryProblem {
  readonly path: string;
  readonly says: string;
}

const largestRatio = 200;
const smallestBombBytes = 1024 * 1024;
const localHeaderBytes = 30;

/**
 * Checks every entry of an archive, and all of them together, before one is read.
 * @returns the files among them, without folders and litter
 * @throws Failure ARCHIVE_UNSAFE naming the entries and why, DATASET_INVALID
 */
export function checkEntries(
  entries: readonly ZipEntry[],
  label: string,
  limits: FetchLimits,
): readonly ZipEntry[] {
  const files = entries.filter(({ path }) => !path.endsWith('/') && !isLitter(path));
  const problems = [
    ...entries.flatMap(problemsOfEntry),
    ...collisions(files),
    ...overlaps(entries),
  ];
  if (problems.length > 0) throw unsafe(label, problems);
  checkTotal(files, label, limits);
  if (files.some(({ path }) => path === '[Content_Types].xml')) {
    throw new Failure(
      'DATASET_INVALID',
      `${label}: expected an archive of data, found an Office document`,
      { hint: 'Save the table as CSV in UTF-8.' },
    );
  }
  if (files.length > 0) return files;
  throw new Failure('DATASET_INVALID', `${label}: expected files in the archive, found none`);
}

type EntryRule = readonly [isBroken: (entry: Entry) => boolean, says: (entry: Entry) => string];

const entryRules: readonly EntryRule[] = [
  [(entry) => entry.isEncrypted(), () => 'is encrypted'],
  [
    (entry) => !['file', 'folder'].includes(typeByMode(entry)),
    (entry) => `is ${typeByMode(entry)}, not a plain file`,
  ],
  [
    ({ compressionMethod }) => compressionMethod !== 0 && compressionMethod !== 8,
    ({ compressionMethod }) => `is compressed by method ${compressionMethod}, not deflate`,
  ],
  [
    ({ uncompressedSize }) => uncompressedSize > largestFileBytes,
    ({ uncompressedSize }) => `unpacks to ${uncompressedSize} bytes, limit ${largestFileBytes}`,
  ],
  [
    ({ compressedSize, uncompressedSize }) =>
      uncompressedSize > smallestBombBytes && uncompressedSize > largestRatio * compressedSize,
    ({ compressedSize, uncompressedSize }) =>
      `unpacks ${compressedSize} bytes to ${uncompressedSize}, more than ${largestRatio} times`,
  ],
];

function problemsOfEntry({ path, raw }: ZipEntry): readonly EntryProblem[] {
  const ofPath = problemOfPath(path.replace(/\/$/, ''));
  const ofEntry = entryRules.filter(([isBroken]) => isBroken(raw)).map(([, says]) => says(raw));
  return [...(ofPath === undefined ? [] : [ofPath]), ...ofEntry].map((says) => ({ path, says }));
}

/** File types of POSIX modes; 0 where the packing system has none. */
const modeTypes: Readonly<Record<number, string>> = {
  0: 'file',
  0o010000: 'a named pipe',
  0o020000: 'a device',
  0o040000: 'folder',
  0o060000: 'a device',
  0o100000: 'file',
  0o120000: 'a link',
  0o140000: 'a socket',
};

function typeByMode(entry: Entry): string {
  return modeTypes[(entry.externalFileAttributes >>> 16) & 0o170000] ?? 'of an unknown type';
}

function collisions(files: readonly ZipEntry[]): readonly EntryProblem[] {
  return collidingPaths(files.map(({ path }) => path)).map(([earlier, path]) => ({
    path,
    says: earlier === path ? 'is there twice' : `differs from ${quote(earlier)} only in case`,
  }));
}

/** Entries that share bytes: how a small archive is made to unpack without end (Fifield, 2019). */
function overlaps(entries: readonly ZipEntry[]): readonly EntryProblem[] {
  const sorted = entries.toSorted((a, b) => startOf(a) - startOf(b));
  return sorted.flatMap((entry, index) => {
    const next = sorted[index + 1];
    if (next === undefined || endOf(entry) <= startOf(next)) return [];
    return [{ path: next.path, says: `overlaps ${quote(entry.path)}` }];
  });
}

function startOf({ raw }: ZipEntry): number {
  return raw.relativeOffsetOfLocalHeader;
}

function endOf(entry: ZipEntry): number {
  return startOf(entry) + localHeaderBytes + entry.raw.fileNameLength + entry.raw.compressedSize;
}

function checkTotal(files: readonly ZipEntry[], label: string, limits: FetchLimits): void {
  const total = files.reduce((sum, { raw }) => sum + raw.uncompressedSize, 0);
  if (total <= limits.maxUnpackedBytes) return;
  throw new Failure(
    'ARCHIVE_UNSAFE',
    `${label}: expected at most ${limits.maxUnpackedBytes} bytes unpacked, found ${total}`,
    { hint: 'Use a smaller dataset.' },
  );
}

const mostShown = 5;

function unsafe(label: string, problems: readonly EntryProblem[]): Failure {
  const lines = problems.slice(0, mostShown).map(({ path, says }) => `${quote(path)} ${says}`);
  const more = problems.length > mostShown ? [`and ${problems.length - mostShown} more`] : [];
  return new Failure('ARCHIVE_UNSAFE', `${label}: ${[...lines, ...more].join('; ')}`);
}

/** Entry names are another's text: control characters stay escaped. */
function quote(path: string): string {
  return JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
}
