import { quote } from './archive-failures.ts';
import { foldPath } from './check-paths.ts';

/** Paths of an archive so far: no two may be the same place, on any system. */
export class KnownPaths {
  readonly #files = new Map<string, string>();
  readonly #folders = new Map<string, string>();

  /** @returns why the file must not be there, or `undefined` */
  addFile(path: string): string | undefined {
    const key = foldPath(path);
    const earlier = this.#files.get(key);
    if (earlier === path) return 'is there twice';
    if (earlier !== undefined) return `differs from ${quote(earlier)} only in case`;
    const folder = this.#folders.get(key);
    if (folder !== undefined) return `is a file and the folder ${quote(folder)}`;
    this.#files.set(key, path);
    return this.#addParent(path, key);
  }

  /** @returns why the folder must not be there, or `undefined` */
  addFolder(path: string): string | undefined {
    return this.#addFolder(path, foldPath(path));
  }

  #addFolder(path: string, key: string): string | undefined {
    if (this.#folders.has(key)) return undefined;
    const file = this.#files.get(key);
    if (file !== undefined) return `needs the folder ${quote(path)}, and ${quote(file)} is a file`;
    this.#folders.set(key, path);
    return this.#addParent(path, key);
  }

  #addParent(path: string, key: string): string | undefined {
    const end = key.lastIndexOf('/');
    return end === -1
      ? undefined
      : this.#addFolder(path.slice(0, path.lastIndexOf('/')), key.slice(0, end));
  }
}
