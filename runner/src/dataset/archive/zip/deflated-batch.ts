import { promisify } from 'node:util';
import { crc32, gunzip } from 'node:zlib';

/** What an archive declares of a deflated content. */
export interface Declared {
  /** More than 0. */
  readonly bytes: number;
  readonly packedBytes: number;
  readonly crc32: number;
}

/** Of a gzip member without name and time (RFC 1952). */
const memberHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const trailerBytes = 8;
const framingBytes = memberHeader.length + trailerBytes;

/** Largest content, packed or not. */
export const smallBytes = 16 * 1024;
const batchBytes = 256 * 1024;
const frameBytes = 2 * batchBytes;

/** Larger ones take this thread longer to get than they save the other. */
const chunkSize = 64 * 1024;
const gunzipping = promisify(gunzip);

/**
 * Small deflated contents that are inflated at once, by another thread: each is framed as a member of
 * one gzip stream. Node makes a decompressor for each call, which costs more than the inflating of a
 * small file and, a hundred thousand times, keeps the garbage collector busy.
 */
export class DeflatedBatch {
  readonly #frame = Buffer.allocUnsafeSlow(frameBytes);
  readonly #declared: Declared[] = [];
  #at = 0;
  #bytes = 0;

  /** Whether another content may not fit. */
  get isFull(): boolean {
    return this.#bytes >= batchBytes || this.#at + framingBytes + smallBytes > frameBytes;
  }

  /** @param copy puts the packed content into a buffer from a place on */
  add(declared: Declared, copy: (into: Buffer, at: number) => void): void {
    const { bytes, packedBytes, crc32: checksum } = declared;
    memberHeader.copy(this.#frame, this.#at);
    copy(this.#frame, this.#at + memberHeader.length);
    this.#at += memberHeader.length + packedBytes;
    this.#frame.writeUInt32LE(checksum, this.#at);
    this.#frame.writeUInt32LE(bytes, this.#at + 4);
    this.#at += trailerBytes;
    this.#bytes += bytes;
    this.#declared.push(declared);
  }

  /**
   * @returns the contents, each of its declared size and checksum; `undefined` when one is not, and
   * which it is takes inflating them one by one
   */
  async inflate(): Promise<readonly Uint8Array[] | undefined> {
    const unpacked = await this.#gunzip();
    if (unpacked?.length !== this.#bytes) return undefined;
    let start = 0;
    const contents = this.#declared.map(({ bytes }) => unpacked.subarray(start, (start += bytes)));
    // what is no whole member could pass over the frame to the next
    const isWhole = contents.every(
      (content, index) => crc32(content) === this.#declared[index]!.crc32,
    );
    return isWhole ? contents : undefined;
  }

  async #gunzip(): Promise<Buffer | undefined> {
    try {
      const framed = this.#frame.subarray(0, this.#at);
      return await gunzipping(framed, { maxOutputLength: this.#bytes, chunkSize });
    } catch {
      // what is wrong is said of the content that it is wrong with
      return undefined;
    }
  }
}
