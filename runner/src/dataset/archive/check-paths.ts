/** Files that systems leave behind; they are no data. */
export function isLitter(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$)/i.test(path);
}

const pathRules: readonly (readonly [says: string, isBroken: (path: string) => boolean])[] = [
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  ['has a control character in its name', (path) => /[\x00-\x1f\x7f]/.test(path)],
  ['has a backslash in its name', (path) => path.includes('\\')],
  ['has an absolute path', (path) => path.startsWith('/') || /^[a-z]:/i.test(path)],
  ['leads out of the archive by ".."', (path) => path.split('/').includes('..')],
  ['has an empty or "." part in its path', (path) => /(^|\/)\.?(\/|$)/.test(path)],
  ['has a name that is not in Unicode form NFC', (path) => path !== path.normalize('NFC')],
];

/** Why a path from an archive must not be used, or `undefined`. A folder's final slash is left out. */
export function problemOfPath(path: string): string | undefined {
  return pathRules.find(([, isBroken]) => isBroken(path))?.[0];
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
  return path.normalize('NFC').toUpperCase().toLowerCase();
}
