import type { ViewWriter } from '../view-writer.ts';
import { DeflatedBatch, smallBytes } from './deflated-batch.ts';
import type { ZipEntry } from './list-zip.ts';
import { readWhole, type EntryContent } from './read-entry.ts';

/** Inflated by other threads while this one writes. */
const mostBatches = 3;

interface Inflating {
  readonly entries: readonly EntryContent[];
  readonly contents: Promise<readonly Uint8Array[] | undefined>;
}

/** Small deflated entries on their way: inflated by the batch, then written. */
export class SmallEntries {
  readonly #writer: ViewWriter;
  readonly #inflating: Inflating[] = [];
  #batch = new DeflatedBatch();
  #entries: EntryContent[] = [];

  constructor(writer: ViewWriter) {
    this.#writer = writer;
  }

  isSmall({ method, packedBytes, bytes }: ZipEntry): boolean {
    return method === 8 && bytes > 0 && bytes <= smallBytes && packedBytes <= smallBytes;
  }

  /** @returns something to wait for only when much is on its way */
  add(content: EntryContent): Promise<void> | undefined {
    const { reader, entry, start } = content;
    this.#batch.add(entry, (into, at) => reader.copy(start, entry.packedBytes, into, at));
    this.#entries.push(content);
    if (!this.#batch.isFull) return undefined;
    this.#inflate();
    return this.#inflating.length >= mostBatches ? this.#write() : undefined;
  }

  async end(): Promise<void> {
    this.#inflate();
    while (this.#inflating.length > 0) await this.#write();
  }

  #inflate(): void {
    this.#inflating.push({ entries: this.#entries, contents: this.#batch.inflate() });
    this.#batch = new DeflatedBatch();
    this.#entries = [];
  }

  async #write(): Promise<void> {
    const oldest = this.#inflating.shift();
    if (oldest === undefined) return;
    const contents = await oldest.contents;
    for (const [index, content] of oldest.entries.entries()) {
      this.#writer.writeWhole(content.entry.path, contents?.[index] ?? readWhole(content));
    }
  }
}
