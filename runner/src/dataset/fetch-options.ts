import type { PinnedLink } from '@orangery/schemas';
import type { World } from '../world.ts';
import type { DatasetAccess } from './access.ts';
import type { DataFile } from './data-file.ts';
import type { ProvidedLink } from './provided.ts';

/** What a fetch may cost. Bytes are counted as they come, never only believed. */
export interface FetchLimits {
  /** Of one link as it is downloaded. */
  readonly maxBytes: number;
  /** Files of one link. */
  readonly maxEntries: number;
  /** Of one link's files together. */
  readonly maxUnpackedBytes: number;
  /** For one link, retries included. */
  readonly timeoutMs: number;
  /** Without a byte. */
  readonly idleTimeoutMs: number;
  /** Averaged over `slowestWindowMs`; a server that gives less is given up. */
  readonly slowestBytesPerSecond: number;
  readonly slowestWindowMs: number;
}

export const defaultFetchLimits: FetchLimits = {
  maxBytes: 4 * 1024 ** 3,
  maxEntries: 200_000,
  maxUnpackedBytes: 16 * 1024 ** 3,
  timeoutMs: 60 * 60 * 1000,
  idleTimeoutMs: 30 * 1000,
  slowestBytesPerSecond: 1024,
  slowestWindowMs: 60 * 1000,
};

/** How large the cache may grow. */
export const defaultCacheBytes = 20 * 1024 ** 3;

/** Largest single file: it is read into memory whole. */
export const largestFileBytes = 1024 ** 3;

export interface FetchOptions {
  /** Whether the links were typed at the command line: paths and loopback addresses are good. */
  readonly allowLocal: boolean;
  /** Folder that relative paths begin at. */
  readonly baseFolder: string;
  readonly cacheFolder: string;
  /** How large the cache may grow; `defaultCacheBytes` when absent. */
  readonly cacheBytes?: number;
  /** Credentials and the services' addresses. */
  readonly access: DatasetAccess;
  /** Hosts besides those of the named kinds that links may name; every public one when absent. */
  readonly hosts?: readonly string[];
  readonly limits: FetchLimits;
  /** What another process fetched: every link is one of these then, and no network is used. */
  readonly provided?: readonly ProvidedLink[];
  readonly world: World;
}

/** Where the content of a link lies on this machine. */
export interface SourcePlace {
  readonly name: string;
  /** Of a single file as its link called it, from which its format may be told. */
  readonly fileName?: string;
  /** The file, or the folder; absent for a folder link, whose files lie apart. */
  readonly path?: string;
}

export interface FetchedDataset {
  /** The links with `sha256` and `bytes` filled in. */
  readonly sources: readonly PinnedLink[];
  /** Of each source what it was called, and where it lies. */
  readonly places?: readonly SourcePlace[];
  readonly files: readonly DataFile[];
  /** SPDX expression, where a service told it. */
  readonly license?: string;
  readonly citation?: string;
  /** Whether one of the links is enough to read data that is not public. */
  readonly givesAccess: boolean;
  /** Releases the files; they cannot be read after. */
  close(): Promise<void>;
}
