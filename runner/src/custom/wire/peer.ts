import type { Readable, Writable } from 'node:stream';
import { readFrames, writeFrame } from './frames.ts';
import { packValue, typeName, unpackValue, type PlainValue } from './values.ts';

/** What the other side may ask for, by name. */
export type Handlers = Readonly<Record<string, (value: unknown) => Promise<unknown> | unknown>>;

export interface PeerOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly handlers: Handlers;
  /** Largest message from the other side. */
  readonly mostBytes: number;
  /** Of all calls of the other side that are not answered yet; no limit when absent. */
  readonly mostOpenBytes?: number;
  /** Answers a call only when the answer before it has left: one that is not read is held alone. */
  readonly isOneByOne?: boolean;
  /** What of an error the other side is told. */
  readonly describe: (error: unknown) => object;
}

/** A failed call: what the other side tells of it, not checked yet. */
export class PeerError extends Error {
  override readonly name = 'PeerError';
  readonly told: unknown;

  constructor(told: unknown) {
    super('the other process refused');
    this.told = told;
  }
}

/** The other side is gone. */
export class PeerClosed extends Error {
  override readonly name = 'PeerClosed';
}

interface Waiting {
  readonly resolve: (value: PlainValue) => void;
  readonly reject: (error: Error) => void;
}

/** Of calls of the other side that are not answered yet, however small. */
const mostOpenCalls = 10_000;

/** Calls between two processes over a pair of streams, in both directions, many at a time. */
export class Peer {
  /** Settled when the streams have ended; rejects when the other side does not keep to the form. */
  readonly closed: Promise<void>;
  readonly #options: PeerOptions;
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;
  #openCalls = 0;
  #openBytes = 0;
  #lastAnswer = Promise.resolve();
  #isClosed = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    // the process at the other end may be gone: its end says so, not each write to it
    options.output.on('error', () => undefined);
    this.closed = this.#listen();
    this.closed.catch(() => undefined);
  }

  /** @throws PeerError when the other side refuses; PeerClosed when it is gone */
  async call(method: string, value: unknown = null): Promise<PlainValue> {
    if (this.#isClosed) throw new PeerClosed('the other process is gone');
    this.#calls += 1;
    const id = this.#calls;
    const answer = new Promise<PlainValue>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    await this.#send({ kind: 'call', id, method, value });
    return answer;
  }

  async #listen(): Promise<void> {
    const { input, mostBytes } = this.#options;
    try {
      for await (const frame of readFrames(input, mostBytes)) {
        this.#take(unpackValue(frame), frame.json.length + frame.bytes.length);
      }
    } finally {
      this.#isClosed = true;
      for (const { reject } of this.#waiting.values())
        reject(new PeerClosed('the other process is gone'));
      this.#waiting.clear();
    }
  }

  #take(message: PlainValue, bytes: number): void {
    const { kind, id, method, value } = fieldsOf(message);
    if (typeof id !== 'number') throw new Error('a message: expected a number for id');
    if (kind === 'call') {
      return this.#keepOpen(bytes, async () => this.#answer(id, method, value));
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (kind === 'failure') waiting?.reject(new PeerError(value));
    else waiting?.resolve(value ?? null);
  }

  /** @throws Error when the other side asks for more at a time than memory is given to */
  #keepOpen(bytes: number, answer: () => Promise<void>): void {
    const { mostOpenBytes = Infinity, isOneByOne = false } = this.#options;
    this.#openCalls += 1;
    this.#openBytes += bytes;
    if (this.#openCalls > mostOpenCalls) {
      throw new Error(`expected at most ${mostOpenCalls} open calls`);
    }
    if (this.#openBytes > mostOpenBytes) {
      throw new Error(`expected open calls of at most ${mostOpenBytes} bytes together`);
    }
    const answered = isOneByOne ? this.#lastAnswer.then(answer) : answer();
    this.#lastAnswer = answered.finally(() => {
      this.#openCalls -= 1;
      this.#openBytes -= bytes;
    });
  }

  async #answer(id: number, method: unknown, value: unknown): Promise<void> {
    // nobody is left to read it
    if (this.#isClosed) return;
    const { handlers, describe } = this.#options;
    try {
      const isKnown = typeof method === 'string' && Object.hasOwn(handlers, method);
      if (!isKnown) throw new Error(`expected a method there is, found ${shownName(method)}`);
      await this.#send({ kind: 'answer', id, value: await handlers[method]!(value) });
    } catch (error) {
      await this.#send({ kind: 'failure', id, value: describe(error) });
    }
  }

  async #send(message: object): Promise<void> {
    await writeFrame(this.#options.output, packValue(message, 'message'));
  }
}

function shownName(method: unknown): string {
  return typeof method === 'string' ? method.slice(0, 80) : typeName(method);
}

/** The fields of an object; none of anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, PlainValue | undefined>> {
  const isObject = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  return isObject ? (value as Record<string, PlainValue>) : {};
}
