import { zipSync, type Zippable } from 'fflate';

/** zip's first year: packing the same module twice gives the same bytes. */
const noDate = new Date('1980-01-01T00:00:00');

/** A module's folder as a zip archive that holds this one folder. */
export function packModule(
  id: string,
  files: ReadonlyMap<string, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    entries[`${id}/${path}`] = [files.get(path)!, { mtime: noDate }];
  }
  return zipSync(entries);
}
