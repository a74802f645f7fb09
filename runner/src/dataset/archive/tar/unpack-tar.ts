import { emptyArchive, tooManyBytes, unsafeEntries } from '../archive-failures.ts';
import { isLitter, problemOfPath } from '../check-paths.ts';
import { KnownPaths } from '../known-paths.ts';
import { Pacer } from '../pacer.ts';
import type { UnpackTask } from '../unpack-task.ts';
import type { OpenViewFile } from '../view-writer.ts';
import { blockBytes } from './read-header.ts';
import { TarEntries, type TarEntry } from './tar-entries.ts';

/**
 * Unpacks a tar archive as it comes; each entry is checked before it is written. Our own reader: tar
 * programs and libraries make the best of a broken archive, and this one has to refuse it.
 * @throws Failure ARCHIVE_UNSAFE, DATASET_INVALID
 */
export async function unpackTar(chunks: AsyncIterable<Buffer>, task: UnpackTask): Promise<void> {
  const reader = new TarReader(task);
  const pacer = new Pacer(task.signal);
  for await (const chunk of chunks) {
    task.signal.throwIfAborted();
    for (const _ of reader.take(chunk)) if (pacer.isDue) await pacer.rest();
  }
  reader.end();
}

/** What the bytes that come next are. */
type Part =
  | { readonly kind: 'header' }
  | { readonly kind: 'extra'; readonly type: string }
  /** Opened when it does not come whole. */
  | { readonly kind: 'file'; readonly path: string; readonly opened?: OpenViewFile }
  /** Litter, and what fills the last block of a content. */
  | { readonly kind: 'skipped' }
  /** Only zeros may follow. */
  | { readonly kind: 'end' };

const header: Part = { kind: 'header' };

class TarReader {
  readonly #task: UnpackTask;
  readonly #entries: TarEntries;
  readonly #known = new KnownPaths();
  /** The beginning of a header or extra header whose end has not come. */
  #held: Buffer[] = [];
  #part: Part = header;
  /** Bytes of the part that have not come. */
  #missing = blockBytes;
  /** Bytes to skip after it. */
  #padding = 0;
  #declaredBytes = 0;

  constructor(task: UnpackTask) {
    this.#task = task;
    this.#entries = new TarEntries(task.file.label, task.limits.maxEntries);
  }

  /** Takes what came; gives control back after each part of it. */
  *take(chunk: Buffer): Generator<void> {
    for (let at = 0; at < chunk.length;) {
      if (this.#part.kind === 'end') return this.#checkZeros(chunk.subarray(at));
      const bytes = chunk.subarray(at, at + this.#missing);
      at += bytes.length;
      this.#missing -= bytes.length;
      this.#takePart(bytes);
      yield;
    }
  }

  end(): void {
    if (this.#part.kind !== 'end') throw this.#entries.damaged(new Error('no end: it is cut off'));
    this.#entries.end();
    if (this.#task.writer.files.length === 0) throw emptyArchive(this.#task.file.label);
  }

  #takePart(bytes: Buffer): void {
    const part = this.#part;
    const isWhole = this.#missing === 0;
    if (part.kind === 'file') this.#write(part, bytes, isWhole);
    if (part.kind === 'file' || part.kind === 'skipped') return isWhole ? this.#next() : undefined;
    const whole = this.#hold(bytes, isWhole);
    if (whole === undefined) return;
    if (part.kind === 'header') return this.#takeHeader(whole);
    if (part.kind === 'extra') this.#entries.extra(part.type, whole);
    this.#next();
  }

  #write(part: Extract<Part, { kind: 'file' }>, bytes: Buffer, isWhole: boolean): void {
    const { writer } = this.#task;
    if (part.opened === undefined && isWhole) return writer.writeWhole(part.path, bytes);
    const opened = part.opened ?? writer.open(part.path);
    this.#part = { ...part, opened };
    opened.write(bytes);
    if (isWhole) opened.end();
  }

  #hold(bytes: Buffer, isWhole: boolean): Buffer | undefined {
    if (isWhole && this.#held.length === 0) return bytes;
    this.#held.push(bytes);
    if (!isWhole) return undefined;
    const whole = Buffer.concat(this.#held);
    this.#held = [];
    return whole;
  }

  #takeHeader(block: Buffer): void {
    if (isZero(block)) {
      this.#part = { kind: 'end' };
      return;
    }
    const found = this.#entries.header(block);
    const { size } = found;
    this.#part = 'extra' in found ? { kind: 'extra', type: found.extra } : this.#check(found);
    this.#missing = size;
    this.#padding = (blockBytes - (size % blockBytes)) % blockBytes;
    if (size === 0) this.#takePart(Buffer.alloc(0));
  }

  #next(): void {
    const padding = this.#padding;
    this.#padding = 0;
    this.#part = padding === 0 ? header : { kind: 'skipped' };
    this.#missing = padding === 0 ? blockBytes : padding;
  }

  #check({ path, isFolder, size }: TarEntry): Part {
    const { file, limits } = this.#task;
    // the folder that was packed, named "." in it
    if (isFolder && path === '') return { kind: 'skipped' };
    const ofPath = problemOfPath(path);
    if (ofPath !== undefined) throw unsafeEntries(file.label, [{ path, says: ofPath }]);
    if (isLitter(isFolder ? `${path}/` : path)) return { kind: 'skipped' };
    const collision = isFolder ? this.#known.addFolder(path) : this.#known.addFile(path);
    if (collision !== undefined) throw unsafeEntries(file.label, [{ path, says: collision }]);
    if (isFolder) return { kind: 'skipped' };
    this.#declaredBytes += size;
    if (this.#declaredBytes <= limits.maxUnpackedBytes) return { kind: 'file', path };
    throw tooManyBytes(file.label, limits.maxUnpackedBytes, `${this.#declaredBytes}`);
  }

  #checkZeros(bytes: Buffer): void {
    if (!isZero(bytes)) throw this.#entries.damaged(new Error('something after its end'));
  }
}

const zeros = Buffer.alloc(64 * 1024);

function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += zeros.length) {
    const part = bytes.subarray(at, at + zeros.length);
    if (!part.equals(zeros.subarray(0, part.length))) return false;
  }
  return true;
}
