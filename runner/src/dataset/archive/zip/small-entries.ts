import type { ViewWriter } from '../view-writer.ts';
import { inflateMany } from './inflate-many.ts';
import type { ZipEntry } from './list-zip.ts';
import { readWhole, type EntryContent } from './read-entry.ts';

const smallBytes = 16 * 1024;
const batchBytes = 256 * 1024;
/** Inflated by other threads while this one writes. */
const mostBatches = 3;

interface Batch {
  readonly contents: readonly EntryContent[];
  readonly inflated: Promise<readonly Uint8Array[] | undefined>;
}

/** Small deflated entries on their way: inflated by the batch, then written. */
export class SmallEntries {
  readonly #writer: ViewWriter;
  readonly #batches: Batch[] = [];
  #contents: EntryContent[] = [];
  #packed: Uint8Array[] = [];
  #bytes = 0;

  constructor(writer: ViewWriter) {
    this.#writer = writer;
  }

  isSmall({ method, packedBytes, bytes }: ZipEntry): boolean {
    return method === 8 && bytes > 0 && bytes <= smallBytes && packedBytes <= smallBytes;
  }

  /** @returns something to wait for only when much is on its way */
  add(content: EntryContent): Promise<void> | undefined {
    const { reader, entry, start } = content;
    this.#contents.push(content);
    // a copy: the reader's block is used again
    this.#packed.push(Uint8Array.prototype.slice.call(reader.read(start, entry.packedBytes)));
    this.#bytes += entry.bytes;
    if (this.#bytes < batchBytes) return undefined;
    this.#inflate();
    return this.#batches.length >= mostBatches ? this.#write() : undefined;
  }

  async end(): Promise<void> {
    this.#inflate();
    while (this.#batches.length > 0) await this.#write();
  }

  #inflate(): void {
    const packed = this.#packed;
    const contents = this.#contents;
    const inflated = inflateMany(
      contents.map(({ entry }, index) => ({ ...entry, packed: packed[index]! })),
    );
    this.#batches.push({ contents, inflated });
    this.#contents = [];
    this.#packed = [];
    this.#bytes = 0;
  }

  async #write(): Promise<void> {
    const batch = this.#batches.shift();
    if (batch === undefined) return;
    const inflated = await batch.inflated;
    for (const [index, content] of batch.contents.entries()) {
      this.#writer.writeWhole(content.entry.path, inflated?.[index] ?? readWhole(content));
    }
  }
}
