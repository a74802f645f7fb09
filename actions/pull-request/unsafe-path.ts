/** Longest name that file systems take. */
const longestName = 255;

/** Why a path of a contribution is not one that a person can read and every file system keeps; null when it is. */
export function unsafePath(path: string): string | null {
  const found = rules.find(([isBroken]) => isBroken(path, path.split('/')));
  return found === undefined ? null : `${shown(path)} ${found[1]}`;
}

function shown(path: string): string {
  const text = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  return text.replace(unseen, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** Control characters, what turns a line round, what has no width, and what Unicode does not know. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

type Rule = readonly [isBroken: (path: string, names: readonly string[]) => boolean, words: string];

const rules: readonly Rule[] = [
  [(path) => !path.isWellFormed() || path.includes('\ufffd'), 'is no readable text'],
  [(path) => path.search(unseen) >= 0, 'holds characters that are not seen'],
  [(path) => path !== path.normalize('NFC'), 'is not in Unicode form NFC'],
  [(path) => path.includes('\\'), 'holds a backslash'],
  [
    (_, names) => names.some((name) => name === '' || name === '.' || name === '..'),
    'leads elsewhere',
  ],
  [(_, names) => names.some(isGitFolder), 'names a folder of Git itself'],
  [
    (_, names) => names.some((name) => /^\s|[\s.]$/.test(name)),
    'has a name that begins or ends with a blank, or ends with a dot',
  ],
  [
    (_, names) => names.some((name) => Buffer.byteLength(name) > longestName),
    'has a name of more than 255 bytes',
  ],
];

/** As the file systems of macOS and Windows see it too. */
function isGitFolder(name: string): boolean {
  return /^(\.git|git~\d+)[\s.]*$/i.test(name.normalize('NFKC'));
}
