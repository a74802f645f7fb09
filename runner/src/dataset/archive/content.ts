/** What a file is by its first bytes. */
export interface Content {
  readonly kind:
    'zip' | 'tar' | 'gzip' | 'zstd' | 'picture' | 'sound' | 'parquet' | 'text' | 'page' | 'unread';
  /** In words, with an article. */
  readonly name: string;
  /** The usual ending of such a file. */
  readonly extension: string;
}

/** How many first bytes `contentOf` wants. */
export const headBytes = 1024;

type Signature = Content & { readonly at?: number; readonly bytes: string; readonly in?: 'RIFF' };

const signatures: readonly Signature[] = [
  { kind: 'zip', name: 'a zip archive', extension: '.zip', bytes: 'PK\x03\x04' },
  { kind: 'zip', name: 'a zip archive', extension: '.zip', bytes: 'PK\x05\x06' },
  { kind: 'tar', name: 'a tar archive', extension: '.tar', at: 257, bytes: 'ustar' },
  { kind: 'gzip', name: 'a gzip file', extension: '.gz', bytes: '\x1f\x8b' },
  { kind: 'zstd', name: 'a Zstandard file', extension: '.zst', bytes: '\x28\xb5\x2f\xfd' },
  { kind: 'picture', name: 'a PNG picture', extension: '.png', bytes: '\x89PNG\r\n\x1a\n' },
  { kind: 'picture', name: 'a JPEG picture', extension: '.jpg', bytes: '\xff\xd8\xff' },
  { kind: 'picture', name: 'a WebP picture', extension: '.webp', in: 'RIFF', at: 8, bytes: 'WEBP' },
  { kind: 'sound', name: 'a WAV recording', extension: '.wav', in: 'RIFF', at: 8, bytes: 'WAVE' },
  { kind: 'parquet', name: 'a Parquet table', extension: '.parquet', bytes: 'PAR1' },
  { kind: 'unread', name: 'an encrypted Parquet table', extension: '', bytes: 'PARE' },
  { kind: 'unread', name: 'a part of a zip archive', extension: '.zip', bytes: 'PK\x07\x08' },
  { kind: 'unread', name: 'a bzip2 file', extension: '.bz2', bytes: 'BZh' },
  { kind: 'unread', name: 'an xz file', extension: '.xz', bytes: '\xfd7zXZ\0' },
  { kind: 'unread', name: 'a 7-Zip archive', extension: '.7z', bytes: "7z\xbc\xaf'\x1c" },
  { kind: 'unread', name: 'a RAR archive', extension: '.rar', bytes: 'Rar!\x1a\x07' },
  { kind: 'unread', name: 'a GIF picture', extension: '.gif', bytes: 'GIF8' },
  { kind: 'unread', name: 'a TIFF picture', extension: '.tif', bytes: 'II*\0' },
  { kind: 'unread', name: 'a TIFF picture', extension: '.tif', bytes: 'MM\0*' },
  { kind: 'unread', name: 'a PDF document', extension: '.pdf', bytes: '%PDF' },
  { kind: 'unread', name: 'UTF-16 text', extension: '.txt', bytes: '\xff\xfe' },
  { kind: 'unread', name: 'UTF-16 text', extension: '.txt', bytes: '\xfe\xff' },
];

type Pattern = Content & { readonly pattern: RegExp };

const patterns: readonly Pattern[] = [
  {
    kind: 'page',
    name: 'a web page (HTML)',
    extension: '.html',
    pattern: /^<(!doctype html|html|head|body)[\s>]/i,
  },
  {
    kind: 'unread',
    name: 'an SVG drawing',
    extension: '.svg',
    // a comment ends at its first end: "any text up to an end" has 2^n ways through n comments
    pattern: /^(<\?xml[^>]*>\s*)?(<!--((?!-->).)*-->\s*)*(<!doctype svg[^>]*>\s*)?<svg[\s>]/is,
  },
];

/** Kinds of text, by how they begin; the rest is taken for a table. */
const textPatterns: readonly Pattern[] = [
  { kind: 'text', name: 'text', extension: '.json', pattern: /^\[\s*\{/ },
  { kind: 'text', name: 'text', extension: '.jsonl', pattern: /^\{\s*"/ },
  {
    kind: 'text',
    name: 'text',
    extension: '.conllu',
    // ten columns between tabs, perhaps after comments
    pattern: /^(#.*\r?\n)*[0-9]+(-[0-9]+)?(\t[^\t\r\n]+){9}(\r?\n|$)/,
  },
];

const text: Content = { kind: 'text', name: 'text', extension: '.csv' };
const unknown: Content = { kind: 'unread', name: 'unknown binary data', extension: '' };

/** Tells what a file is from its first bytes; its name has no say. */
export function contentOf(head: Uint8Array): Content {
  const latin = String.fromCharCode(...head.subarray(0, headBytes));
  const signature = signatures.find(
    (each) => latin.startsWith(each.bytes, each.at ?? 0) && latin.startsWith(each.in ?? ''),
  );
  if (signature !== undefined) return signature;
  const start = latin.replace(/^\xef\xbb\xbf/, '').trimStart();
  const pattern = patterns.find((each) => each.pattern.test(start));
  if (pattern !== undefined) return pattern;
  // eslint-disable-next-line no-control-regex -- control characters are what tells binary from text
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(latin)) return unknown;
  return textPatterns.find((each) => each.pattern.test(start)) ?? text;
}
