import { fileURLToPath } from 'node:url';
import { realpath } from 'node:fs/promises';
import { startProgram, type RunningProgram } from '../../command.ts';
import { sandboxedCommand, type SandboxedCommand } from '../../sandbox/index.ts';
import { backendOfCode, type CodeOptions } from '../code-options.ts';
import { fieldsOf, Peer, PeerClosed, type Handlers } from '../wire/peer.ts';
import type { PlainValue } from '../wire/values.ts';
import { programFolders } from './program-folders.ts';

export interface Limits {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

interface Running {
  readonly program: RunningProgram;
  readonly peer: Peer;
}

const child = fileURLToPath(new URL('child.ts', import.meta.url));
const mostBytes = 1024 ** 3;
/** Code tells how far it is and asks for files by their keys: few bytes a call, in few calls. */
const mostOpenBytes = 16 * 1024 ** 2;
const mostLines = 200;
const callTimeoutMs = 300_000;

/** The process that a module's code runs in; started when needed, and again when it has died. */
export class CodeProcess {
  /** Another number with each start and end: what an earlier process held is gone. */
  generation = 0;
  /** What keeps it in, once it was started. */
  wall: SandboxedCommand['wall'] | undefined;
  readonly #folder: string;
  readonly #options: CodeOptions;
  readonly #handlers: Handlers;
  #running: Promise<Running> | undefined;

  /** @param handlers what the code may ask for while it works */
  constructor(folder: string, options: CodeOptions, handlers: Handlers) {
    this.#folder = folder;
    this.#options = options;
    this.#handlers = handlers;
  }

  /**
   * Asks the process for something.
   * @throws PeerError when the code refuses; ProcessEnded when it died or took too long; the signal's
   * reason
   */
  async call(method: string, value: unknown, limits: Limits = {}): Promise<PlainValue> {
    const { timeoutMs = callTimeoutMs, signal } = limits;
    signal?.throwIfAborted();
    const running = await (this.#running ??= this.#start());
    const stop = new AbortController();
    const watched = AbortSignal.any([stop.signal, ...(signal === undefined ? [] : [signal])]);
    const timer = setTimeout(() => {
      stop.abort(new ProcessEnded(`did not answer ${method} within ${timeoutMs / 1000} s`));
    }, timeoutMs);
    try {
      const answer = running.peer.call(method, value).catch(untilEnd);
      return await Promise.race([answer, whenEnded(running, watched)]);
    } catch (error) {
      if (watched.aborted) await this.close();
      throw error;
    } finally {
      clearTimeout(timer);
      // lets go of what waits for the end
      stop.abort();
    }
  }

  /** Ends the process; the next call starts it anew. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    this.generation += 1;
    const started = await running?.catch(() => undefined);
    started?.program.kill();
    await started?.program.ended;
  }

  async #start(): Promise<Running> {
    const { logger } = this.#options;
    const folder = await realpath(this.#folder);
    const command = await sandboxedCommand(
      { script: child, args: [folder, backendOfCode(this.#options)] },
      { ...this.#options, readable: [...programFolders(), folder] },
    );
    this.wall = command.wall;
    let lines = 0;
    const program = startProgram(command.file, command.args, {
      cwd: '/',
      env: command.env,
      onLine: (line) => {
        lines += 1;
        if (lines <= mostLines) logger?.info(`module.ts: ${line.slice(0, 500)}`);
      },
    });
    const peer = new Peer({
      ...{ input: program.output, output: program.input, handlers: this.#handlers },
      // a file of the data is far larger than the call that asks for it
      ...{ mostBytes, mostOpenBytes, isOneByOne: true },
      describe: (error) => ({ kind: 'thrown', message: String(fieldsOf(error)['message']) }),
    });
    this.generation += 1;
    const running = { program, peer };
    void program.ended.then(() => this.#forget(running));
    // one that has closed its output, or writes what is no message, is of no use
    void Promise.allSettled([peer.closed]).then(program.kill);
    return running;
  }

  async #forget(ended: Running): Promise<void> {
    if ((await this.#running?.catch(() => undefined)) !== ended) return;
    this.#running = undefined;
    this.generation += 1;
  }
}

/** Leaves a lost connection to the process's end, which says why. */
async function untilEnd(error: unknown): Promise<never> {
  if (error instanceof PeerClosed) return new Promise(() => {});
  throw error;
}

/** The process died, or was ended because it took too long. */
export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';
}

/** Never fulfilled. */
async function whenEnded({ program, peer }: Running, signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    // what it wrote last may still be on its way: the peer's end comes after it
    void Promise.allSettled([program.ended, peer.closed]).then(([ended, closed]) => {
      const why = closed.status === 'rejected' ? `; ${String(closed.reason)}` : '';
      const how = ended.status === 'fulfilled' ? ended.value : '';
      reject(new ProcessEnded(`its process ended: ${how}${why}`));
    });
  });
}
