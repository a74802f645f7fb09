import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import { Failure } from './failure.ts';
import { writeWhole } from './write-whole.ts';

/** A value, and the keys and positions that lead to it; undefined takes what is there away. */
export interface YamlChange {
  readonly path: readonly (string | number)[];
  readonly value: string | number | object | undefined;
}

/**
 * Sets some values of a YAML file and leaves the rest of its text, comments too, as it is; whole
 * or not at all.
 * @throws Failure FILE_MISSING, FILE_INVALID
 */
export async function patchYaml(path: string, changes: readonly YamlChange[]): Promise<void> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Failure('FILE_MISSING', `${path} cannot be read`, { cause: error });
  });
  await writeWhole(path, patchYamlText(text, changes, path));
}

/**
 * The same for a text.
 * @param file how the message names it
 * @throws Failure FILE_INVALID
 */
export function patchYamlText(text: string, changes: readonly YamlChange[], file: string): string {
  const document = parseDocument(text, { schema: 'core' });
  if (document.errors.length > 0) {
    throw new Failure('FILE_INVALID', `${file}: expected valid YAML, found ${document.errors[0]}`);
  }
  for (const { path: place, value } of changes) {
    if (value === undefined) document.deleteIn(place);
    else document.setIn(place, value);
  }
  return document.toString({ lineWidth: 100, flowCollectionPadding: false });
}
