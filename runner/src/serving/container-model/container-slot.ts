import { setTimeout as pause } from 'node:timers/promises';
import type { Module } from '@orangery/schemas/files';
import { ask } from '../../container/api/ask.ts';
import { openModel } from '../../container/api/open-model.ts';
import { readValidModule } from '../../inference/load-module.ts';
import type { Logger } from '../../world.ts';
import type { TrainPart } from '../module-model/module-model.ts';
import { RequestProblem, tooBusy } from '../request-problem.ts';
import type { RunningSlot, ServedModel } from '../served-model.ts';
import { containerModel, type Gate } from './container-model.ts';

export interface ContainerSlotOptions {
  /** Folder of the module. */
  readonly folder: string;
  /** Of the module's server. */
  readonly address: string;
  /** Calls that may be under way or wait in the container. */
  readonly maxCalls: number;
  readonly logger: Logger;
  readonly training?: TrainPart;
}

/** Beside a server that has just been started too: frameworks take their time. */
const startTimeoutMs = 10 * 60_000;
const startLookMs = 500;
const lookMs = 2000;
const lookTimeoutMs = 10_000;

/** A container module in its place. Its server has a queue and workers of its own: nothing is joined into batches. */
export class ContainerSlot implements RunningSlot {
  readonly name: string;
  readonly #options: ContainerSlotOptions;
  readonly #looking: NodeJS.Timeout;
  readonly #ended = new AbortController();
  #model: ServedModel;
  #isReady = true;
  #calls = 0;

  /** @throws Failure MODULE_INVALID, CONTAINER_FAILED, CONTAINER_UNFIT */
  static async open(options: ContainerSlotOptions): Promise<ContainerSlot> {
    const module = await readValidModule(options.folder);
    const slot = new ContainerSlot(module, options);
    try {
      await awaitServer(options.address, slot.#ended.signal);
      await slot.#take(module);
      return slot;
    } catch (error) {
      await slot.close();
      throw error;
    }
  }

  private constructor(module: Module, options: ContainerSlotOptions) {
    this.name = module.id;
    this.#options = options;
    this.#looking = setInterval(() => void this.#look(), lookMs).unref();
    // until the server was asked
    this.#model = notAsked(module);
  }

  get current(): ServedModel {
    return this.#model;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get load() {
    const { version } = this.#model;
    const inFlight = this.#calls;
    return { name: this.name, version, waiting: 0, inFlight, workers: this.#isReady ? 1 : 0 };
  }

  /**
   * Asks the server anew what it takes and gives.
   * @returns the module's version
   */
  async reload(): Promise<string> {
    const module = await readValidModule(this.#options.folder);
    await this.#take(module);
    return module.frontMatter.version;
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    this.#ended.abort();
  }

  async #take(module: Module): Promise<void> {
    const { address, training } = this.#options;
    const { model } = module.frontMatter.container ?? {};
    const remote = await openModel(address, {
      ...{ model, label: module.id, signal: this.#ended.signal },
    });
    const parts = { gate: this.#gate, ...(training && { training }) };
    this.#model = containerModel(module, remote, parts);
  }

  readonly #gate: Gate = async (work) => {
    if (this.#calls >= this.#options.maxCalls) throw tooBusy();
    this.#calls += 1;
    try {
      return await work();
    } catch (error) {
      // until the next look finds it again
      if (error instanceof RequestProblem && error.status === 503) this.#isReady = false;
      throw error;
    } finally {
      this.#calls -= 1;
    }
  };

  async #look(): Promise<void> {
    const { address, logger } = this.#options;
    const asked = { signal: this.#ended.signal, timeoutMs: lookTimeoutMs };
    const isReady = await ask(address, '/v2/models/', asked).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (this.#ended.signal.aborted || isReady === this.#isReady) return;
    this.#isReady = isReady;
    logger.warn(`The container of ${this.name} ${isReady ? 'answers again' : 'does not answer'}`);
  }
}

/** What it answers is looked at by whoever asks next; a server that is not there yet gives none. */
async function awaitServer(address: string, signal: AbortSignal): Promise<void> {
  const until = performance.now() + startTimeoutMs;
  for (;;) {
    const asked = ask(address, '/v2/models/', { signal, timeoutMs: lookTimeoutMs });
    const isThere = await asked.then(
      () => true,
      (error: unknown) => {
        signal.throwIfAborted();
        if (performance.now() > until) throw error;
        return false;
      },
    );
    if (isThere) return;
    await pause(startLookMs, undefined, { signal });
  }
}

function notAsked({ id, frontMatter }: Module): ServedModel {
  const { version, title, summary } = frontMatter;
  return {
    ...{ name: id, version, title, summary, backend: 'container' },
    ...{ inputs: [], outputs: [], predictArguments: [], trainArguments: [] },
  };
}
