import { appendFileSync, createWriteStream, type WriteStream } from 'node:fs';
import { Failure } from '@orangery/schemas';
import { counted } from '../counted.ts';

export interface LogFileOptions {
  /** Told, once each, that lines are lost and how many were. */
  readonly note: (text: string) => void;
  /** That may wait to be written; 16 MiB when absent. */
  readonly mostWaitingBytes?: number;
}

/** Until a file that could not be written to is opened once more. */
const againMs = 10_000;

/**
 * Opens a file that lines are added to. A server goes on without its log: lines that a full disk does
 * not take, or a slow one takes too late, are dropped and counted.
 * @throws Failure USAGE when it cannot be written to at all
 */
export function openLogFile(path: string, options: LogFileOptions): (line: string) => void {
  try {
    appendFileSync(path, '');
  } catch (cause) {
    throw new Failure('USAGE', `--log-file: ${path} cannot be written to`, { cause });
  }
  const file = new LogFile(path, options);
  return (line) => file.add(line);
}

class LogFile {
  readonly #path: string;
  readonly #options: LogFileOptions;
  #stream: WriteStream | undefined;
  /** Of the last failure; told again only after lines were written meanwhile. */
  #failedAt: number | undefined;
  #dropped = 0;

  constructor(path: string, options: LogFileOptions) {
    this.#path = path;
    this.#options = options;
    this.#stream = this.#open();
  }

  add(line: string): void {
    const stream = this.#current();
    if (stream === undefined || stream.writableNeedDrain) this.#dropped += 1;
    else stream.write(line, this.#written);
  }

  /** The open file; undefined while it is not worth another try. */
  #current(): WriteStream | undefined {
    const isDue = performance.now() - (this.#failedAt ?? 0) >= againMs;
    if (this.#stream === undefined && isDue) this.#stream = this.#open();
    return this.#stream;
  }

  #open(): WriteStream {
    const { mostWaitingBytes: highWaterMark = 16 * 1024 ** 2 } = this.#options;
    const stream = createWriteStream(this.#path, { flags: 'a', highWaterMark });
    return stream.on('error', (cause) => this.#fail(cause));
  }

  #fail(cause: Error): void {
    this.#stream = undefined;
    if (this.#failedAt === undefined) {
      const { note } = this.#options;
      note(`--log-file: lines are dropped until ${this.#path} takes them: ${cause.message}`);
    }
    this.#failedAt = performance.now();
  }

  readonly #written = (error?: Error | null): void => {
    if (error) {
      this.#dropped += 1;
      return;
    }
    this.#failedAt = undefined;
    if (this.#dropped === 0 || this.#stream?.writableNeedDrain !== false) return;
    const dropped = counted(this.#dropped, 'line');
    this.#dropped = 0;
    this.#options.note(`--log-file: ${this.#path} takes lines again; dropped: ${dropped}`);
  };
}
