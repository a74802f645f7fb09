/** An archive that must be refused, its file name, and how the refusal goes on after the name. */
export interface HostileArchive {
  readonly what: string;
  readonly name: string;
  readonly bytes: Buffer;
  readonly says: string;
}

export const good = { name: 'good.txt', content: 'good' };

/** Names that both kinds of archive refuse. */
export const names: readonly (readonly [what: string, path: string, says: string])[] = [
  ['leads out by ..', '../evil.txt', 'leads out of the archive by ".."'],
  ['leads out by .. inside', 'a/../../evil.txt', 'leads out of the archive by ".."'],
  ['is absolute', '/etc/cron.d/evil', 'has an absolute path'],
  ['has a drive letter', 'C:/evil.txt', 'has an absolute path'],
  ['has a backslash', '..\\evil.txt', 'has a backslash in its name'],
  ['has a network path', '\\\\host\\share\\evil', 'has a backslash in its name'],
  ['has a terminal sequence', '\u001b[2J.txt', 'has a control character in its name'],
  ['has a newline', 'a\nb.txt', 'has a control character in its name'],
  ['turns its reading direction', 'a\u202etxt.exe', 'has a control character in its name'],
  ['has an empty part', 'a//b.txt', 'has an empty or "." part in its path'],
  ['has a "." part', 'a/./b.txt', 'has an empty or "." part in its path'],
  ['is a device on Windows', 'aux.txt', 'has a name that is a device on Windows'],
  ['is below a device on Windows', 'NUL/a.txt', 'has a name that is a device on Windows'],
  ['ends in a dot', 'a.txt.', 'has a name that ends in a dot or space'],
  ['ends in a space', 'a /b.txt', 'has a name that ends in a dot or space'],
];

const longPart = `${'é'.repeat(128)}.txt`;
const longPath = Array.from({ length: 40 }, () => 'p'.repeat(110)).join('/');

export const long: readonly (readonly [what: string, path: string, says: string])[] = [
  ['has a name too long', longPart, 'has a name of more than 255 bytes'],
  ['has a path too long', longPath, 'has a path of more than 4096 bytes'],
];

/** Entries that cannot be beside a good one, `a/1.txt`. */
export const collisions: readonly (readonly [what: string, path: string, says: string])[] = [
  ['is there twice', 'a/1.txt', 'is there twice'],
  ['differs only in case', 'A/1.TXT', 'differs from "a/1.txt" only in case'],
  ['is a file where a folder is', 'a', 'is a file and the folder "a"'],
  ['is below a file', 'a/1.txt/b', 'needs the folder "a/1.txt", and "a/1.txt" is a file'],
];

/** As macOS writes a name, and as others do. */
export const twoForms = ['ü.txt', 'u\u0308.txt'].map((name) => ({ name, content: 'x' }));

export const first = { name: 'a/1.txt', content: 'one' };

export const unsafeName = (path: string, says: string): string => {
  const shown = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  return `ARCHIVE_UNSAFE ${shown.replace('\u202e', '\\u202e')} ${says}`;
};
