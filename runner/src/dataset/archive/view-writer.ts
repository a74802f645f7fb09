import { createHash, hash, type Hash } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { tooManyBytes } from './archive-failures.ts';
import { describeDiskError } from './describe-disk-error.ts';

/** A file of an unpacked archive. */
export interface ViewFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface ViewWriterOptions {
  /** How messages name the archive. */
  readonly label: string;
  readonly maxBytes: number;
}

/** What a writer wrote, for another of the same folder. */
export interface Written {
  readonly files: readonly ViewFile[];
  readonly folders: readonly string[];
}

/** A file that is written in parts. */
export interface OpenViewFile {
  write(chunk: Uint8Array): void;
  end(): void;
}

/**
 * Writes an archive's files below a folder that nobody else writes to, read-only, hashed as they are
 * written. Whoever calls has checked the paths.
 */
export class ViewWriter {
  readonly root: string;
  #files: ViewFile[] = [];
  readonly #options: ViewWriterOptions;
  readonly #folders = new Set<string>();
  #bytes = 0;
  #open: number | undefined;
  #current = '';

  constructor(root: string, options: ViewWriterOptions) {
    this.root = root;
    this.#options = options;
    mkdirSync(root, { recursive: true });
  }

  get files(): readonly ViewFile[] {
    return this.#files;
  }

  get maxBytes(): number {
    return this.#options.maxBytes;
  }

  /** The entry that is written, or was last. */
  get current(): string {
    return this.#current;
  }

  writeWhole(path: string, content: Uint8Array): void {
    this.#create(path);
    this.#write(content);
    this.#close();
    this.#files.push({ path, sha256: hash('sha256', content, 'hex'), bytes: content.length });
  }

  open(path: string): OpenViewFile {
    this.#create(path);
    const digest: Hash = createHash('sha256');
    let bytes = 0;
    return {
      write: (chunk) => {
        this.#write(chunk);
        digest.update(chunk);
        bytes += chunk.length;
      },
      end: () => {
        this.#close();
        this.#files.push({ path, sha256: digest.digest('hex'), bytes });
      },
    };
  }

  /** What was written since the last time, which is another's now. */
  take(): Written {
    return { files: this.#files.splice(0), folders: [...this.#folders] };
  }

  /** Takes what another wrote below the same folder for its own. */
  adopt({ files, folders }: Written): void {
    for (const file of files) this.#files.push(file);
    for (const folder of folders) this.#folders.add(folder);
  }

  /** Brings the files in the order in which the archive lists them. */
  arrange(paths: readonly string[]): void {
    const byPath = new Map(this.#files.map((file) => [file.path, file]));
    this.#files = paths.map((path) => byPath.get(path)!);
  }

  /** Makes the folders read-only; nothing can be written after. */
  seal(): void {
    for (const folder of this.#folders) chmodSync(join(this.root, folder), 0o555);
  }

  /** Lets go of a file that was not written to its end. */
  close(): void {
    if (this.#open !== undefined) this.#close();
  }

  #create(path: string): void {
    this.#current = path;
    this.#reporting(() => {
      this.#makeFolder(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
      // fails where something lies already, a link too
      this.#open = openSync(`${this.root}/${path}`, 'wx', 0o444);
    });
  }

  #write(chunk: Uint8Array): void {
    const { label, maxBytes } = this.#options;
    this.#bytes += chunk.length;
    if (this.#bytes > maxBytes) throw tooManyBytes(label, maxBytes, 'more');
    this.#reporting(() => {
      for (let written = 0; written < chunk.length;) {
        written += writeSync(this.#open!, chunk, written);
      }
    });
  }

  #close(): void {
    closeSync(this.#open!);
    this.#open = undefined;
  }

  #makeFolder(folder: string): void {
    if (folder === '' || this.#folders.has(folder)) return;
    this.#makeFolder(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))));
    // another thread may have made it
    mkdirSync(join(this.root, folder), { recursive: true });
    this.#folders.add(folder);
  }

  #reporting(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw describeDiskError(error, this.#options.label, this.#current);
    }
  }
}
