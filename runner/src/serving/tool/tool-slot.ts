import type { Module } from '@orangery/schemas/files';
import { ask } from '../../container/api/ask.ts';
import { toolPlan } from '../../container/tool/tool-plan.ts';
import type { Logger } from '../../world.ts';
import type { RunningSlot, ServedModel } from '../served-model.ts';

export interface ToolSlotOptions {
  /** Of the program. */
  readonly address: string;
  readonly logger: Logger;
}

const lookMs = 2000;
const lookTimeoutMs = 10_000;

/** A tool in its place. It answers by itself: it has no inputs, and nothing of it is loaded here. */
export class ToolSlot implements RunningSlot {
  readonly name: string;
  readonly address: string;
  readonly current: ServedModel;
  readonly #ready: string;
  readonly #logger: Logger;
  readonly #looking: NodeJS.Timeout;
  readonly #ended = new AbortController();
  #isReady = false;

  /** @throws Failure MODULE_IS_TOOL */
  static async open(
    module: Pick<Module, 'id' | 'frontMatter'>,
    options: ToolSlotOptions,
  ): Promise<ToolSlot> {
    const slot = new ToolSlot(module, options);
    await slot.#look();
    return slot;
  }

  private constructor(
    module: Pick<Module, 'id' | 'frontMatter'>,
    { address, logger }: ToolSlotOptions,
  ) {
    const { id, frontMatter } = module;
    const { version, title, summary } = frontMatter;
    const { ready } = toolPlan(module);
    this.name = id;
    this.address = address;
    this.current = {
      ...{ name: id, version, title, summary, backend: 'container' },
      ...{ inputs: [], outputs: [], predictArguments: [], trainArguments: [] },
    };
    this.#ready = ready;
    this.#logger = logger;
    this.#looking = setInterval(() => void this.#look(), lookMs).unref();
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get load() {
    const { name, version } = this.current;
    return { name, version, waiting: 0, inFlight: 0, workers: this.#isReady ? 1 : 0 };
  }

  /** Looks anew whether it is ready. @returns the module's version */
  async reload(): Promise<string> {
    await this.#look();
    return this.current.version;
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    this.#ended.abort();
  }

  async #look(): Promise<void> {
    const asked = { signal: this.#ended.signal, timeoutMs: lookTimeoutMs };
    const isReady = await ask(this.address, this.#ready, asked).then(
      ({ status }) => status < 400,
      () => false,
    );
    if (this.#ended.signal.aborted || isReady === this.#isReady) return;
    this.#isReady = isReady;
    this.#logger.info(`${this.name} ${isReady ? 'answers' : 'does not answer'}`);
  }
}
