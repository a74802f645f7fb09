import { join } from 'node:path';

/**
 * Where things lie in the cache. All of it may be deleted at any time when nothing runs.
 *
 * - `files/<sha256>`   whole files as they came, read-only
 * - `views/<sha256>/`  what is in an archive of that hash, unpacked, read-only
 * - `links/<key>.json` what a link gave last, by the hash of its identity
 * - `parts/<key>`      downloads that were cut off, each beside what is known of it, `<key>.json`
 * - `locks/<key>`      one process at a time
 * - `uses/<process>`   hashes of what a process uses, a line each
 * - `staging/`         what is being made; renamed when whole
 */
export function cacheLayout(folder: string) {
  return {
    file: (sha256: string) => join(folder, 'files', sha256),
    view: (sha256: string) => join(folder, 'views', sha256),
    link: (key: string) => join(folder, 'links', `${key}.json`),
    part: (key: string) => join(folder, 'parts', key),
    lock: (key: string) => join(folder, 'locks', key),
    use: (process: string) => join(folder, 'uses', process),
    files: join(folder, 'files'),
    views: join(folder, 'views'),
    links: join(folder, 'links'),
    parts: join(folder, 'parts'),
    locks: join(folder, 'locks'),
    uses: join(folder, 'uses'),
    staging: join(folder, 'staging'),
  } as const;
}

export type CacheLayout = ReturnType<typeof cacheLayout>;
