import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const blockBytes = 1024 * 1024;

/**
 * Reads a file's parts by large blocks: parts that follow one another cost no call to the system
 * each. Synchronous, since a hundred thousand small reads by promises take longer than the reading.
 */
export class BlockReader {
  readonly size: number;
  readonly #descriptor: number;
  readonly #block = Buffer.allocUnsafeSlow(blockBytes);
  #start = 0;
  #length = 0;

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r');
    this.size = fstatSync(this.#descriptor).size;
  }

  /** @returns the bytes, fewer where the file ends; they stay until the next call */
  read(start: number, length: number): Buffer {
    if (length > blockBytes) return this.#fill(Buffer.allocUnsafe(length), start);
    const from = this.#hold(start, length);
    return this.#block.subarray(from, Math.min(from + length, this.#length));
  }

  /** Copies at most a block's bytes, fewer where the file ends. */
  copy(start: number, length: number, into: Buffer, at: number): void {
    const from = this.#hold(start, length);
    this.#block.copy(into, at, from, Math.min(from + length, this.#length));
  }

  /** The bytes by blocks, each its own; fewer where the file ends. */
  *blocks(start: number, length: number): Generator<Buffer> {
    const end = start + length;
    for (let at = start; at < end; at += blockBytes) {
      const block = this.#fill(Buffer.allocUnsafe(Math.min(blockBytes, end - at)), at);
      if (block.length === 0) return;
      yield block;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** @returns where in the block the bytes begin */
  #hold(start: number, length: number): number {
    const isHeld = start >= this.#start && start + length <= this.#start + this.#length;
    if (!isHeld) {
      this.#start = start;
      this.#length = this.#fill(this.#block, start).length;
    }
    return start - this.#start;
  }

  #fill(into: Buffer, start: number): Buffer {
    let filled = 0;
    while (filled < into.length && start + filled < this.size) {
      const count = readSync(this.#descriptor, into, filled, into.length - filled, start + filled);
      if (count === 0) break;
      filled += count;
    }
    return into.subarray(0, filled);
  }
}
