import { Failure } from '@orangery/schemas';
import { endingOf } from '../ending-of.ts';
import { contentOf, type Content } from './content.ts';

/** The first `headBytes` and the last four of a file. */
export interface FileEnds {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
}

/** A file and how messages name it. */
export interface NamedContent {
  readonly name: string;
  readonly label: string;
}

/**
 * Tells what a file is by its content, and refuses what is not read or not what its name says.
 * @throws Failure DATASET_INVALID
 */
export function checkContent({ head, tail }: FileEnds, { name, label }: NamedContent): Content {
  if (head.length === 0) throw invalid(label, anyData, 'an empty file', hints.other);
  const content = contentOf(head);
  checkName(content, name, label);
  const isWhole = String.fromCharCode(...tail) === 'PAR1';
  if (content.kind !== 'parquet' || isWhole) return content;
  throw invalid(label, 'a whole Parquet table', 'one that is cut off', hints.cutOff);
}

/** @throws Failure DATASET_INVALID when content is not read, or not what its name says */
export function checkName(content: Content, name: string, label: string): void {
  const said = saidBy[endingOf(name).toLowerCase()];
  const isRead = content.kind !== 'page' && content.kind !== 'unread';
  if (isRead && (said === undefined || said.kind === content.kind)) return;
  const expected = said === undefined ? anyData : `${said.name}, as its name says`;
  throw invalid(label, expected, content.name, hintFor(content));
}

/** The name of what a gzip or Zstandard file holds. */
export function nameInside(name: string): string {
  return name.replace(/\.(tgz|tzst)$/i, '.tar').replace(/\.(gz|zst|zstd)$/i, '');
}

const anyData = 'an archive, a table or a picture';

const table = { kind: 'text', name: 'a table' } as const;
const text = { kind: 'text', name: 'text' } as const;
const picture = { kind: 'picture', name: 'a picture' } as const;
const gzip = { kind: 'gzip', name: 'a gzip file' } as const;
const zstd = { kind: 'zstd', name: 'a Zstandard file' } as const;

/** What a file is by the ending of its name, where that is something we read. */
const saidBy: Readonly<Record<string, { kind: Content['kind']; name: string }>> = {
  '.zip': { kind: 'zip', name: 'a zip archive' },
  '.tar': { kind: 'tar', name: 'a tar archive' },
  '.gz': gzip,
  '.tgz': gzip,
  '.zst': zstd,
  '.zstd': zstd,
  '.tzst': zstd,
  '.csv': table,
  '.tsv': table,
  '.jsonl': table,
  '.ndjson': table,
  '.json': table,
  '.parquet': { kind: 'parquet', name: 'a Parquet table' },
  '.txt': text,
  '.conllu': text,
  '.conll': text,
  '.png': picture,
  '.jpg': picture,
  '.jpeg': picture,
  '.webp': picture,
  '.wav': { kind: 'sound', name: 'a WAV recording' },
};

const hints = {
  packed: 'This packing is not read: unpack it, and pack the files as zip, tar.gz or tar.zst.',
  page: 'The link leads to a page for people, perhaps a login or preview: use the direct download link.',
  encoding: 'Save the table as CSV in UTF-8.',
  cutOff: 'Write it again, and compare its size with the original.',
  other:
    'Use a zip, tar, tar.gz or tar.zst archive, a CSV, JSONL or Parquet table, or a PNG, JPEG or WebP picture.',
};

function hintFor(content: Content): string {
  if (content.kind === 'page') return hints.page;
  if (content.extension === '.txt') return hints.encoding;
  return /^\.(bz2|xz|7z|rar|zip)$/.test(content.extension) ? hints.packed : hints.other;
}

function invalid(label: string, expected: string, found: string, hint: string): Failure {
  return new Failure('DATASET_INVALID', `${label}: expected ${expected}, found ${found}`, { hint });
}
