import type {
  Backbone,
  BackendName,
  Budget,
  Knobs,
  PinnedLink,
  Receipt,
  Tuner,
  Visibility,
} from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { ContainerOptions } from '../container/container-options.ts';
import type { CodeOptions } from '../custom/code-options.ts';
import type { DatasetAccess, ProvidedLink } from '../dataset/index.ts';
import type { World } from '../world.ts';

/** What somebody at the command line asks for. */
export interface TrainingOrder {
  readonly module: Module;
  /** Name of the child module; its folder is called by the run when absent. */
  readonly child?: string;
  readonly dataset: readonly PinnedLink[];
  readonly validation?: readonly PinnedLink[];
  readonly target?: string;
  readonly budget: Budget;
  readonly backend: BackendName | 'auto';
  readonly seed: number;
  readonly visibility: Visibility;
  /** Narrows or pins knobs of the recipe. */
  readonly knobs?: Knobs;
  /** How to search; what is absent is chosen. */
  readonly tuner?: Tuner;
  /** Trained module whose first layers are the start. */
  readonly backbone?: BackboneModule;
  readonly maxBytes?: number;
  /**
   * Hosts besides those of the named kinds that links may name, where somebody on GitHub asks: paths
   * and addresses of this machine are refused then. Everything is good when absent: it was typed here.
   */
  readonly hosts?: readonly string[];
  /** Folder that relative links begin at. */
  readonly baseFolder: string;
  /** What another process fetched: no other data is taken, and no network is used. */
  readonly provided?: readonly ProvidedLink[];
  /** Told the size and hash of what each link gave, in the order's order, before any training. */
  readonly pinned?: (pins: DatasetPins) => Promise<void>;
  /** Where the result goes, by the run's name; whole or not at all. */
  readonly folderOf: (run: string) => string;
  /** Processes that run trials; as many as trials at a time when absent, 0 for this one alone. */
  readonly workers?: number;
  /** Goes on with an unfinished run of the same request: any, or the one of this name. */
  readonly resume?: true | string;
  /** Begins no more trials: what an unfinished run has found is measured, and is the result. */
  readonly finish?: true;
  /** Runs the trials of this receipt again instead of searching. */
  readonly replay?: Receipt;
  readonly folders: RunnerFolders;
  /** How code of the module's own is run; cut off when absent. */
  readonly code?: CodeOptions;
  /** With what a container module is trained; such a module is refused when absent. */
  readonly containers?: ContainerOptions;
  /** Credentials for reaching data. */
  readonly access: DatasetAccess;
  readonly world: World;
}

/** A trained module by its folder. */
export interface BackboneModule extends Backbone {
  readonly folder: string;
}

export interface DatasetPins {
  readonly dataset: readonly PinnedLink[];
  readonly validation?: readonly PinnedLink[];
}

export interface RunnerFolders {
  /** Folder of the marketplace. */
  readonly root: string;
  readonly cache: string;
  /** How large the cache may grow; 20 GiB when absent. */
  readonly cacheBytes?: number;
  /** Holds the key that this machine signs with, and what has not ended. */
  readonly state: string;
  /** The PATH that programs are found by. */
  readonly searchPath: string | undefined;
  /** By which workers find drivers and add-ons, from `pickDeviceEnvironment`. */
  readonly deviceEnvironment?: Readonly<Record<string, string>>;
}

export interface TrainingResult {
  readonly receipt: Receipt;
  readonly folder: string;
  /** The same request had its result already: nothing was trained. */
  readonly isFromBefore?: true;
}
