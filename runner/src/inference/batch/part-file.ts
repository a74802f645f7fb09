import { constants } from 'node:fs';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { Failure } from '@orangery/schemas';
import type { Outcome } from './batch-engine.ts';
import { readOutcomeLine } from './outcome-line.ts';
import { checkHeader, readHeader, type PartHeader } from './part-header.ts';
import { wholeLines, type WholeLine } from './whole-lines.ts';

export interface PartOrder {
  readonly path: string;
  readonly header: PartHeader;
  /** What to do with one that is there: go on with it, put a new one in its place, or keep it and refuse. */
  readonly existing: 'resume' | 'replace' | 'keep';
  /** Inputs that are predicted together: what is taken over ends with a whole batch. */
  readonly batchSize: number;
}

/** Of every header. */
const begin = '{"schema":"predictions/';

type Kept = { readonly input: string; readonly outcome: Outcome };

/** The bytes of a part that predictions stand in, and how many those are. */
interface Place {
  readonly file: FileHandle;
  readonly start: number;
  readonly end: number;
  readonly kept: number;
}

/**
 * Predictions while they come, in JSON lines below a first line that says what they are of. The
 * process may end at any moment: whole lines are never lost.
 */
export class PartFile {
  /** Predictions that were there when it was opened. */
  readonly kept: number;
  /** What else is written on the way to an output; removed with the part. */
  readonly temporary: string;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #start: number;
  #end: number;

  /**
   * @throws Failure USAGE when one is there and nobody said what to do with it, or when it is of
   * something else
   */
  static async open(order: PartOrder): Promise<PartFile> {
    const part = new PartFile(order.path, await openPlace(order));
    // of a run that was killed while it wrote its output
    await rm(part.temporary, { force: true });
    return part;
  }

  constructor(path: string, { file, start, end, kept }: Place) {
    this.#path = path;
    this.temporary = `${path}.tmp`;
    this.#file = file;
    this.#start = start;
    this.#end = end;
    this.kept = kept;
  }

  /** @param lines each with its end */
  async append(lines: string): Promise<void> {
    const bytes = Buffer.from(lines);
    let written = 0;
    while (written < bytes.length) {
      const place = this.#end + written;
      const left = bytes.length - written;
      written += (await this.#file.write(bytes, written, left, place)).bytesWritten;
    }
    this.#end += bytes.length;
  }

  /** The lines of all predictions, as they were written, each without its end. */
  async *lines(): AsyncGenerator<string, void> {
    for await (const { text } of wholeLines(this.#file, this.#start)) yield text;
  }

  async *outcomes(): AsyncGenerator<Kept, void> {
    for await (const line of this.lines()) {
      const read = readOutcomeLine(line);
      if (read === undefined) {
        throw new Failure('FILE_INVALID', `${this.#path} was changed while it was in use`, {
          hint: 'Remove it and predict again.',
        });
      }
      yield read;
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** When nobody will go on with it. */
  async remove(): Promise<void> {
    await rm(this.temporary, { force: true });
    await rm(this.#path, { force: true });
  }
}

async function openPlace(order: PartOrder): Promise<Place> {
  const found = await openExisting(order.path);
  if (found === undefined) return create(order);
  try {
    const header = await firstLine(found);
    const told = header && readHeader(header.text, order.path);
    if (order.existing === 'keep') throw await unfinished(order.path, found);
    if (header !== undefined && told !== undefined && order.existing === 'resume') {
      checkHeader(told, order.header, order.path);
      return await takeOver(order, found, header.end);
    }
  } catch (error) {
    await found.close();
    throw error;
  }
  await found.close();
  await rm(order.path);
  return create(order);
}

async function openExisting(path: string): Promise<FileHandle | undefined> {
  const flags = constants.O_RDWR | (constants.O_NOFOLLOW ?? 0);
  return open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Failure('USAGE', `${path}: expected a file to write to, found another thing`, {
      cause: error,
      hint: 'Name another file with --output.',
    });
  });
}

async function create({ path, header }: PartOrder): Promise<Place> {
  // one that came to be there meanwhile is somebody else's
  const file = await open(path, 'wx+');
  const first = Buffer.from(`${JSON.stringify(header)}\n`);
  await file.write(first, 0, first.length, 0);
  return { file, start: first.length, end: first.length, kept: 0 };
}

async function takeOver(
  { header: { inputs }, batchSize }: PartOrder,
  file: FileHandle,
  start: number,
): Promise<Place> {
  let [end, kept, read] = [start, 0, 0];
  for await (const line of wholeLines(file, start)) {
    if (read === inputs || readOutcomeLine(line.text) === undefined) break;
    read += 1;
    // the same inputs are predicted together as without the interruption: so are the last digits
    if (read % batchSize === 0 || read === inputs) [end, kept] = [line.end, read];
  }
  await file.truncate(end);
  return { file, start, end, kept };
}

/** Nothing where the process ended before it was written whole. */
async function firstLine(file: FileHandle): Promise<WholeLine | undefined> {
  for await (const line of wholeLines(file)) return line;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(begin.length), 0, begin.length, 0);
  const isBegun = begin.startsWith(buffer.toString('utf8', 0, bytesRead));
  return isBegun ? undefined : { text: '', end: 0 };
}

async function unfinished(path: string, file: FileHandle): Promise<Failure> {
  let lines = -1;
  for await (const _ of wholeLines(file)) lines += 1;
  const found = `${Math.max(0, lines)} unfinished predictions`;
  return new Failure('USAGE', `${path}: expected nothing there, found ${found}`, {
    hint: `Add --resume to go on with them, or --force to begin anew and lose ${basename(path)}.`,
  });
}
