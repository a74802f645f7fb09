import { Failure } from '@orangery/schemas';
import type { DataFile } from '../../../dataset/data-file.ts';
import { baseNameOf, namesOfLines, readText } from '../../pictures/file-names.ts';

/**
 * Names of classes by number: from `class.names` or another `.names`, `classes.txt`, or `names:` in
 * `data.yaml`.
 * @returns `null` where there are none: then numbers are the names
 * @throws Failure DATASET_INVALID
 */
export async function readClassNames(files: readonly DataFile[]): Promise<string[] | null> {
  const lines = files.find(({ path }) => /\.names$|(^|\/)classes\.txt$/i.test(path));
  if (lines !== undefined) return namesOfLines(await readText(lines));
  const yaml = files.find(({ path }) => /^(data|dataset)\.ya?ml$/i.test(baseNameOf(path)));
  if (yaml === undefined) return null;
  const names = namesOfYaml(await readText(yaml));
  if (names !== null) return names;
  throw new Failure('DATASET_INVALID', `${yaml.path}: expected names: with a list, found none`, {
    hint: 'Write names: [apple, pear], or put the names into classes.txt, a line each.',
  });
}

/** Only what YOLO’s tools write: `names: [a, b]`, `names:` with `- a`, or with `0: a`. */
function namesOfYaml(text: string): string[] | null {
  const inline = /^names:\s*\[([^\]]*)\]/m.exec(text);
  if (inline !== null) return inline[1]!.split(',').map(unquoted);
  const body = /^names:[ \t]*(?:#.*)?\r?\n((?:[ \t]*(?:-|\d+:).*(?:\r?\n|$))+)/m.exec(text)?.[1];
  if (body === undefined) return null;
  const names: string[] = [];
  for (const line of body.trimEnd().split(/\r?\n/)) {
    const [, number, name = ''] = /^\s*(?:-|(\d+):)\s*(.*)$/.exec(line) ?? [];
    names[number === undefined ? names.length : Math.min(Number(number), 100_000)] = unquoted(name);
  }
  return Array.from(names, (name = '') => name);
}

function unquoted(text: string): string {
  return text
    .replace(/\s+#.*$/, '')
    .trim()
    .replace(/^(['"])(.*)\1$/, '$2');
}
