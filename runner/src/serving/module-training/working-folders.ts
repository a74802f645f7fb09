import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeView } from '../../dataset/archive/remove-view.ts';
import { isProcessAlive, processName } from '../../dataset/cache/process-name.ts';
import { keyFileName, readOrCreateKey } from '../../provenance/key.ts';
import type { UploadedFile } from '../call-sources.ts';

/**
 * Folder of trainings: `<id>/<name>/` is the result of one, a module; what a training works on lies in
 * `working/<process>/<id>/` and is removed when it ends, or by the next server when this one dies.
 */
export class WorkingFolders {
  readonly folder: string;

  /** Removes what servers that have ended left. To be called before any training of this process. */
  static async open(folder: string): Promise<WorkingFolders> {
    const working = join(folder, 'working');
    await mkdir(working, { recursive: true, mode: 0o700 });
    for (const name of await readdir(working)) {
      // one on another host that shares the folder cannot be asked
      const isLeft = name === processName() || isProcessAlive(name) === false;
      if (isLeft) await removeView(join(working, name));
    }
    return new WorkingFolders(folder);
  }

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes the folder that one training works in, which others cannot read. */
  async make(id: string): Promise<string> {
    const folder = this.#workingOn(id);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Keeps the result of a training. @returns its folder below this one */
  async keep(id: string, name: string): Promise<string> {
    const place = join(id, name);
    await mkdir(join(this.folder, id), { recursive: true, mode: 0o700 });
    await rename(join(this.#workingOn(id), 'result', name), join(this.folder, place));
    return place;
  }

  async remove(id: string): Promise<void> {
    await removeView(this.#workingOn(id));
  }

  #workingOn(id: string): string {
    return join(this.folder, 'working', processName(), id);
  }
}

/** Writes an uploaded file into a folder. @returns its name: of the caller's only the ending, which tells its format */
export async function placeUpload(
  { filename, bytes }: UploadedFile,
  folder: string,
): Promise<string> {
  const [ending] = /(?:\.[a-z0-9]{1,10}){0,2}$/i.exec(filename) ?? [''];
  const name = `dataset${ending}`;
  await writeFile(join(folder, name), bytes, { flag: 'wx', mode: 0o600 });
  return name;
}

/**
 * A state folder for one training: what is unfinished goes with it. It signs with the key of the
 * server's.
 */
export async function ownState(state: string, folder: string): Promise<string> {
  await readOrCreateKey(state);
  const own = join(folder, 'state');
  await mkdir(own, { mode: 0o700 });
  await symlink(join(state, keyFileName), join(own, keyFileName));
  return own;
}
