import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readJson } from '../cache/read-json.ts';
import type { Checksum } from '../links/resolved-link.ts';
import { makeFolder } from '../cache/make-folder.ts';

/** What is known of the file that a part belongs to. */
export interface PartState {
  /** Value for If-Range: makes sure that a rest belongs to this part. */
  readonly condition?: string;
  readonly totalBytes?: number;
}

export interface PartOptions {
  /** Hashed besides SHA-256. */
  readonly algorithm?: Checksum['algorithm'];
  /** Whether the whole can be checked by a hash, so that a part without condition may be gone on with. */
  readonly isVerifiable: boolean;
  readonly signal: AbortSignal;
}

const bufferedBytes = 1024 * 1024;

/**
 * A file on its way: hashed as it grows, and left behind so that the next attempt, or the next run
 * after this one was killed, goes on where it ended.
 */
export class PartFile {
  readonly path: string;
  /** Whether some of it came before what was asked for last. */
  isResumed = false;
  state: PartState = {};
  readonly #handle: FileHandle;
  readonly #options: PartOptions;
  #hashes: readonly Hash[] = [];
  #bytes = 0;
  #written = 0;
  /** One fills while the other is written: chunks that were kept would pile up as garbage. */
  #filling = Buffer.allocUnsafe(bufferedBytes);
  #spare = Buffer.allocUnsafe(bufferedBytes);
  #filled = 0;
  #writing: Promise<void> = Promise.resolve();

  /** Opens the part that a path holds, or a new one; what cannot be gone on with is emptied. */
  static async open(path: string, options: PartOptions): Promise<PartFile> {
    await makeFolder(dirname(path));
    const { O_RDWR, O_CREAT, O_NOFOLLOW = 0 } = constants;
    const handle = await open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0o600);
    const part = new PartFile(path, handle, options);
    try {
      await part.#takeUp();
      return part;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  private constructor(path: string, handle: FileHandle, options: PartOptions) {
    this.path = path;
    this.#handle = handle;
    this.#options = options;
  }

  /** Received so far. */
  get bytes(): number {
    return this.#bytes;
  }

  get isResumable(): boolean {
    const { condition } = this.state;
    return this.#bytes > 0 && (condition !== undefined || this.#options.isVerifiable);
  }

  /** Adds bytes at the end. They are written while the next ones come. */
  async append(chunk: Uint8Array): Promise<void> {
    for (const hash of this.#hashes) hash.update(chunk);
    this.#bytes += chunk.length;
    for (let from = 0; from < chunk.length;) {
      const piece = chunk.subarray(from, from + bufferedBytes - this.#filled);
      this.#filling.set(piece, this.#filled);
      this.#filled += piece.length;
      from += piece.length;
      if (this.#filled === bufferedBytes) await this.#writeFilled();
    }
  }

  /** Waits until all is written. */
  async flush(): Promise<void> {
    await this.#writeFilled();
    await this.#writing;
  }

  /** Begins from nothing. */
  async restart(): Promise<void> {
    this.#filled = 0;
    await this.#writing;
    await this.#handle.truncate(0);
    this.#begin();
    this.isResumed = false;
    this.state = {};
  }

  /** Notes what the next run has to know before bytes come. */
  async describe(state: PartState): Promise<void> {
    this.state = state;
    await writeFile(stateOf(this.path), JSON.stringify(state), { mode: 0o600 });
  }

  /** Lower-case hexadecimal. Ends the hashing. */
  digests(): { readonly sha256: string; readonly checksum: string } {
    const [sha256, checksum] = this.#hashes.map((hash) => hash.digest('hex'));
    return { sha256: sha256!, checksum: checksum ?? sha256! };
  }

  async close(): Promise<void> {
    // bytes that cannot be written any more come again
    await this.#writing.catch(() => {});
    await this.#handle.close();
  }

  async discard(): Promise<void> {
    await rm(this.path, { force: true });
    await this.forget();
  }

  /** Removes what was noted for a next run. */
  async forget(): Promise<void> {
    await rm(stateOf(this.path), { force: true });
  }

  #begin(): void {
    const { algorithm } = this.#options;
    const more = algorithm === undefined || algorithm === 'sha256' ? [] : [algorithm];
    this.#hashes = ['sha256', ...more].map((name) => createHash(name));
    this.#bytes = 0;
    this.#written = 0;
  }

  async #takeUp(): Promise<void> {
    this.state = await readState(stateOf(this.path));
    const { size } = await this.#handle.stat();
    const { condition, totalBytes } = this.state;
    const isUsable = size > 0 && (condition !== undefined || this.#options.isVerifiable);
    if (!isUsable) return this.restart();
    // a whole file lacks its last byte, so that the server is asked whether it is still the same
    const kept = totalBytes === undefined ? size : Math.min(size, Math.max(0, totalBytes - 1));
    await this.#handle.truncate(kept);
    this.#begin();
    await this.#hashFirst(kept);
    this.isResumed = kept > 0;
  }

  async #hashFirst(length: number): Promise<void> {
    const buffer = Buffer.allocUnsafe(bufferedBytes);
    while (this.#bytes < length) {
      this.#options.signal.throwIfAborted();
      const wanted = Math.min(buffer.length, length - this.#bytes);
      const { bytesRead } = await this.#handle.read(buffer, 0, wanted, this.#bytes);
      if (bytesRead === 0) break;
      for (const hash of this.#hashes) hash.update(buffer.subarray(0, bytesRead));
      this.#bytes += bytesRead;
    }
    this.#written = this.#bytes;
  }

  async #writeFilled(): Promise<void> {
    await this.#writing;
    const filled = this.#filling.subarray(0, this.#filled);
    [this.#filling, this.#spare] = [this.#spare, this.#filling];
    this.#writing = writeAll(this.#handle, filled, this.#written);
    // its error is met by whoever waits for it next
    this.#writing.catch(() => {});
    this.#written += filled.length;
    this.#filled = 0;
  }
}

/** A disk that fills up takes a part of what it is given before it fails. */
async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

function stateOf(path: string): string {
  return `${path}.json`;
}

async function readState(path: string): Promise<PartState> {
  const { condition, totalBytes } = (await readJson(path)) ?? {};
  return {
    ...(typeof condition === 'string' ? { condition } : {}),
    ...(Number.isSafeInteger(totalBytes) ? { totalBytes: Number(totalBytes) } : {}),
  };
}
