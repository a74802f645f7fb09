import { Failure } from '@orangery/schemas';
import {
  emptyArchive,
  quote,
  tooManyBytes,
  unsafeEntries,
  type EntryProblem,
} from '../archive-failures.ts';
import { isLitter, problemOfPath } from '../check-paths.ts';
import { KnownPaths } from '../known-paths.ts';
import { describeRatio, isBomb } from '../ratio.ts';
import type { FetchLimits } from '../../fetch-options.ts';
import type { ListedZip, ZipEntry } from './list-zip.ts';

const localHeaderBytes = 30;

/**
 * Checks every entry of an archive, and all of them together, before one is read.
 * @returns the files among them, without folders and litter
 * @throws Failure ARCHIVE_UNSAFE naming the entries and why, DATASET_INVALID
 */
export function checkEntries(
  { entries, directoryStart }: ListedZip,
  label: string,
  limits: FetchLimits,
): readonly ZipEntry[] {
  const wanted = entries.filter(({ path }) => !isLitter(path));
  const problems = [
    ...entries.flatMap(problemsOfEntry),
    ...collisions(wanted),
    ...overlaps(entries, directoryStart),
  ];
  if (problems.length > 0) throw unsafeEntries(label, problems);
  const files = wanted.filter(({ path }) => !path.endsWith('/'));
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total > limits.maxUnpackedBytes) {
    throw tooManyBytes(label, limits.maxUnpackedBytes, `${total}`);
  }
  if (files.some(({ path }) => path === '[Content_Types].xml')) throw officeDocument(label);
  if (files.length > 0) return files;
  throw emptyArchive(label);
}

type EntryRule = readonly [
  isBroken: (entry: ZipEntry) => boolean,
  says: (entry: ZipEntry) => string,
];

const plainTypes: ReadonlySet<string | undefined> = new Set(['file', 'folder', undefined]);
const encryptedFlag = 0x01;
/** Patched, strongly encrypted, or with a masked header. */
const unreadFlags = 0x20 | 0x40 | 0x2000;

const entryRules: readonly EntryRule[] = [
  [({ flags }) => (flags & encryptedFlag) !== 0, () => 'is encrypted'],
  [
    ({ flags }) => (flags & unreadFlags) !== 0,
    () => 'is patched or encrypted in a way that is not read',
  ],
  [
    ({ mode }) => !plainTypes.has(typeOf(mode)),
    ({ mode }) => `is ${typeOf(mode)}, not a plain file`,
  ],
  [
    ({ mode, path }) => typeOf(mode) === 'folder' && !path.endsWith('/'),
    () => 'is a folder by its mode and not by its name',
  ],
  [({ path, bytes }) => path.endsWith('/') && bytes > 0, () => 'is a folder with content'],
  [
    ({ method }) => method !== 0 && method !== 8,
    ({ method }) => `is compressed by method ${method}, not deflate`,
  ],
  [
    ({ packedBytes, bytes }) => isBomb(packedBytes, bytes),
    ({ packedBytes, bytes }) => describeRatio(packedBytes, bytes),
  ],
];

const none: readonly EntryProblem[] = [];

function problemsOfEntry(entry: ZipEntry): readonly EntryProblem[] {
  const { path } = entry;
  const ofPath = problemOfPath(path.endsWith('/') ? path.slice(0, -1) : path);
  // nearly all of a hundred thousand are good: nothing is made for them
  if (ofPath === undefined && !entryRules.some(([isBroken]) => isBroken(entry))) return none;
  const broken = entryRules.filter(([isBroken]) => isBroken(entry));
  const ofEntry = broken.map(([, says]) => says(entry));
  return [...(ofPath === undefined ? [] : [ofPath]), ...ofEntry].map((says) => ({ path, says }));
}

/** File types of POSIX modes; systems without them leave 0. */
const modeTypes: Readonly<Record<number, string | undefined>> = {
  0: undefined,
  0o010000: 'a named pipe',
  0o020000: 'a device',
  0o040000: 'folder',
  0o060000: 'a device',
  0o100000: 'file',
  0o120000: 'a link',
  0o140000: 'a socket',
};

function typeOf(mode: number): string | undefined {
  const type = mode & 0o170000;
  return type in modeTypes ? modeTypes[type] : 'of an unknown type';
}

function collisions(entries: readonly ZipEntry[]): readonly EntryProblem[] {
  const known = new KnownPaths();
  return entries.flatMap(({ path }) => {
    const says = path.endsWith('/') ? known.addFolder(path.slice(0, -1)) : known.addFile(path);
    return says === undefined ? none : [{ path, says }];
  });
}

/** Entries that share bytes: how a small archive is made to unpack without end (Fifield, 2019). */
function overlaps(entries: readonly ZipEntry[], directoryStart: number): readonly EntryProblem[] {
  const sorted = entries.toSorted((a, b) => a.start - b.start);
  return sorted.flatMap((entry, index) => {
    const next = sorted[index + 1];
    if (endOf(entry) <= (next === undefined ? directoryStart : next.start)) return none;
    return next === undefined
      ? [{ path: entry.path, says: 'overlaps the list of entries' }]
      : [{ path: next.path, says: `overlaps ${quote(entry.path)}` }];
  });
}

/** At least; the entry's own header may be longer. */
function endOf({ start, rawName, packedBytes }: ZipEntry): number {
  return start + localHeaderBytes + rawName.length + packedBytes;
}

function officeDocument(label: string): Failure {
  return new Failure(
    'DATASET_INVALID',
    `${label}: expected an archive of data, found an Office document`,
    { hint: 'Save the table as CSV in UTF-8.' },
  );
}
