import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { readKeys } from '@orangery/runner';
import { Failure, type ApiKey } from '@orangery/schemas';
import { patchYaml, writeWhole, type YamlChange } from '@orangery/schemas/files';
import { isThere, type KeyPlace } from './key-place.ts';

const emptyFile = `# Who may call a server: keys by their hash, made by orangery keys new --file.
schema: keys/1
keys: []
`;

/** Makes the file, for its owner's eyes only, where it is not there yet. */
export async function ensureKeyFile(place: KeyPlace): Promise<void> {
  if (place.deployment !== undefined || (await isThere(place))) return;
  await writeFile(place.path, emptyFile, { mode: 0o600, flag: 'wx' }).catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${place.file} cannot be made`, { cause });
  });
}

/** Writes an entry below the others; the rest of the file stays as it is, comments too. */
export async function addKey(
  place: KeyPlace,
  keys: readonly ApiKey[],
  entry: ApiKey,
): Promise<void> {
  // a list in one line, as an empty one is, would stay in one line
  const isFirst = keys.length === 0;
  await change(place, {
    path: isFirst ? ['keys'] : ['keys', keys.length],
    value: isFirst ? [entry] : entry,
  });
}

export async function removeKey(place: KeyPlace, index: number): Promise<void> {
  await change(place, { path: ['keys', index], value: undefined });
}

/** A file that a server could not read afterwards, such as one too large, is left as it was. */
async function change({ path, file }: KeyPlace, one: YamlChange): Promise<void> {
  const before = await readFile(path);
  const { mode } = await stat(path);
  try {
    await patchYaml(path, [one]);
    await readKeys(path, file);
  } catch (error) {
    await writeWhole(path, before);
    throw error;
  } finally {
    await chmod(path, mode);
  }
}
