import { parentPort, workerData } from 'node:worker_threads';
import type { SiteConfig } from '../config.ts';
import type { Manifest } from './manifest.ts';
import { loadSite } from './site-parts.ts';
import { writeFiles, type WrittenFiles } from './write-files.ts';
import { writeSearch } from './write-search.ts';

/** What the thread beside the pages is given. */
export interface FilesWork {
  readonly config: SiteConfig;
  readonly out: string;
  readonly before: Manifest;
}

export type FilesDone = WrittenFiles & Pick<Manifest, 'search'>;

const { config, out, before } = workerData as FilesWork;
const { index } = await loadSite(config);
const written = writeFiles({ index, config, out, before });
const search = writeSearch({ index, out, before });
parentPort?.postMessage({ ...written, search } satisfies FilesDone);
