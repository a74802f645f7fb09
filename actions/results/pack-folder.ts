import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** The files of a folder as a zip archive: the same files give the same bytes. */
export async function packFolder(folder: string): Promise<Buffer> {
  const archive = new ZipFile();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const path of paths) {
    const name = path.slice(folder.length + 1).replaceAll('\\', '/');
    archive.addFile(path, name, { mtime: new Date(Date.UTC(1980, 0, 1)), mode: 0o100644 });
  }
  archive.end();
  return buffer(archive.outputStream);
}
