import { normalForm } from '../normal-form.ts';

/** Files that systems leave behind; they are no data. */
export function isLitter(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\._[^/]+$|\.DS_Store$|Thumbs\.db$)/i.test(path);
}

const longestPart = 255;
const longestPath = 4096;

/** Names that are devices on Windows, whatever their ending. */
const deviceName = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i;

type PathRule = readonly [says: string, isBroken: (path: string) => boolean];

const pathRules: readonly PathRule[] = [
  [
    'has a control character in its name',
    // direction marks make a name read as another
    (path) => /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(path),
  ],
  ['has a backslash in its name', (path) => path.includes('\\')],
  ['has an absolute path', (path) => path.startsWith('/') || /^[a-z]:/i.test(path)],
  ['leads out of the archive by ".."', (path) => path.split('/').includes('..')],
  ['has an empty or "." part in its path', (path) => /(^|\/)\.?(\/|$)/.test(path)],
  ['has a name that is not UTF-8', (path) => path.includes('\ufffd') || !path.isWellFormed()],
  ['has a name that is not in Unicode form NFC', (path) => path !== normalForm(path)],
  ['has a name that ends in a dot or space', (path) => /[. ](\/|$)/.test(path)],
  [
    'has a name that is a device on Windows',
    (path) => path.split('/').some((part) => deviceName.test(part)),
  ],
  [
    `has a name of more than ${longestPart} bytes`,
    (path) => path.split('/').some((part) => bytesOf(part) > longestPart),
  ],
  [`has a path of more than ${longestPath} bytes`, (path) => bytesOf(path) > longestPath],
];

/** Why a path from an archive must not be used, or `undefined`. A folder's final slash is left out. */
export function problemOfPath(path: string): string | undefined {
  // most names are plain: one look instead of eleven
  if (path.length <= longestPart && isPlain(path)) return undefined;
  return pathRules.find(([, isBroken]) => isBroken(path))?.[0];
}

/** Parts of letters, digits, `-` and `_`, with dots between them, none of them a device's name. */
function isPlain(path: string): boolean {
  return (
    /^[\w-]+(\.[\w-]+)*(\/[\w-]+(\.[\w-]+)*)*$/.test(path) &&
    !/(^|\/)[acnpl]\w{2,3}(\.|\/|$)/i.test(path)
  );
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Finds paths that are the same file on a system that does not tell upper from lower case. */
export function collidingPaths(paths: readonly string[]): readonly (readonly [string, string])[] {
  const seen = new Map<string, string>();
  return paths.flatMap((path) => {
    const key = foldPath(path);
    const earlier = seen.get(key);
    seen.set(key, earlier ?? path);
    return earlier === undefined ? [] : [[earlier, path] as const];
  });
}

/** The form in which colliding paths are equal. */
export function foldPath(path: string): string {
  // eslint-disable-next-line no-control-regex -- all of ASCII is its own form NFC
  const isAscii = /^[\x00-\x7f]*$/.test(path);
  return isAscii ? path.toLowerCase() : normalForm(path).toUpperCase().toLowerCase();
}
