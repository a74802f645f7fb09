import type { Logger } from '../../world.ts';
import type { BatchFacts } from '../pool/batcher.ts';
import type { ModelLimits, ServingLimits } from '../limits.ts';
import type { RightOfWay } from '../module-training/index.ts';
import type { WorkerSetup } from '../pool/messages.ts';
import { ModelPool } from '../pool/model-pool.ts';
import { workersOf, type WorkerPlace } from '../pool/prediction-worker.ts';
import type { RunningSlot, ServedModel } from '../served-model.ts';
import { Failure } from '@orangery/schemas';
import { moduleModel, type TrainPart } from './module-model.ts';

export interface ModuleSlotOptions {
  readonly setup: WorkerSetup;
  readonly limits: ModelLimits & Pick<ServingLimits, 'maxInputs' | 'requestTimeoutMs'>;
  readonly logger: Logger;
  /** Where workers run. */
  readonly place?: WorkerPlace;
  readonly training?: TrainPart;
  /** What gives way to its predictions. */
  readonly rightOfWay?: Pick<RightOfWay, 'enter' | 'leave'>;
  readonly onBatch?: (model: string, facts: BatchFacts) => void;
}

/** A module in its place: what it is now, and its successor when its folder has changed. */
export class ModuleSlot implements RunningSlot {
  readonly name: string;
  readonly #options: ModuleSlotOptions;
  #pool: ModelPool;
  #model: ServedModel;
  #reloading: Promise<string> | undefined;
  /** Asked for while one runs: what that one has read may be the past. */
  #reloadAfter: Promise<string> | undefined;
  #isClosed = false;

  /** @throws Failure when the module cannot be loaded */
  static async open(options: ModuleSlotOptions): Promise<ModuleSlot> {
    return new ModuleSlot(options, await openPool(options));
  }

  private constructor(options: ModuleSlotOptions, pool: ModelPool) {
    this.#options = options;
    this.name = pool.description.id;
    this.#pool = pool;
    this.#model = this.#take(pool);
  }

  get current(): ServedModel {
    return this.#model;
  }

  get isReady(): boolean {
    return this.#pool.isReady;
  }

  get load() {
    return { name: this.name, version: this.#model.version, ...this.#pool.load };
  }

  /**
   * Loads the module's folder anew; requests from then on go to what was loaded, those before are
   * still answered by what was there.
   * @returns its version
   * @throws Failure when it cannot be loaded, or has become another module; what was there stays
   */
  reload(): Promise<string> {
    if (this.#isClosed) return Promise.reject(new Error(`${this.name} has been closed`));
    if (this.#reloading !== undefined) {
      const again = (): Promise<string> => this.reload();
      return (this.#reloadAfter ??= this.#reloading.then(again, again));
    }
    this.#reloading = this.#replace().finally(() => {
      this.#reloading = undefined;
      this.#reloadAfter = undefined;
    });
    return this.#reloading;
  }

  /** Ends one worker, as a crash would. */
  killOne(): void {
    this.#pool.killOne();
  }

  /** When what runs has been answered. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#reloading?.catch(() => {}); // whoever asked for it is told
    await this.#pool.close();
  }

  async #replace(): Promise<string> {
    const pool = await openPool(this.#options);
    const { id, version } = pool.description;
    if (id !== this.name) {
      await pool.close();
      throw new Failure(
        'MODULE_INVALID',
        `expected module ${this.name} in its folder, found ${id}`,
      );
    }
    const old = this.#pool;
    this.#pool = pool;
    this.#model = this.#take(pool);
    const { logger } = this.#options;
    logger.info(`${id} ${version} has taken over`);
    old.close().catch((error: unknown) => logger.warn(`${id}: ${String(error)}`));
    return version;
  }

  #take(pool: ModelPool): ServedModel {
    const { limits, training, logger } = this.#options;
    // a worker that ended is replaced by what the folder holds by then: all of them, or none
    pool.onChanged = () => {
      this.reload().catch((error: unknown) => logger.warn(`${this.name}: ${String(error)}`));
    };
    return moduleModel(pool, limits.maxInputs, training);
  }
}

async function openPool(options: ModuleSlotOptions): Promise<ModelPool> {
  const { setup, limits, logger, place, onBatch, rightOfWay } = options;
  const pool: ModelPool = await ModelPool.open(workersOf(setup, place), {
    ...limits,
    timeoutMs: limits.requestTimeoutMs,
    logger,
    watch: {
      onBatch: (facts) => onBatch?.(pool.description.id, facts),
      onEnter: () => rightOfWay?.enter(),
      onLeave: () => rightOfWay?.leave(),
    },
  });
  return pool;
}
