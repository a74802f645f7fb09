import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AstroIntegration } from 'astro';
import { loadSurroundings } from '../catalogue/surroundings.ts';
import type { SiteConfig } from '../config.ts';
import { codeDigest } from './code-digest.ts';
import type { FilesDone, FilesWork } from './files-worker.ts';
import { closeOut, keepPagesIn, openOut, type Manifest } from './manifest.ts';
import { messenger, telling, type Tell } from './messages.ts';
import { serveFiles } from './serve-files.ts';
import { storeOf } from './site-parts.ts';
import type { StoredIndex } from './stored-index.ts';
import { updateIndex } from './update-index.ts';

interface Building {
  readonly before: Manifest;
  readonly key: string;
  readonly files: Promise<FilesDone>;
}

/**
 * Reads the modules before Astro writes their pages, and writes what is not a page at the same time, on a
 * thread of its own. What has not changed since the last build is neither read nor written again.
 */
export function catalogue(config: SiteConfig): AstroIntegration {
  const store = storeOf(config.root);
  const tell = messenger(config.hasListener);
  let out = '';
  let cache = '';
  let building: Building | undefined;
  return {
    name: 'catalogue',
    hooks: {
      'astro:config:done': ({ config: { outDir, cacheDir } }) => {
        out = fileURLToPath(outDir);
        cache = fileURLToPath(cacheDir);
      },
      'astro:build:start': async () => {
        const { key, before } = await telling(tell, async () => {
          const { key, folders } = await readModules(config, tell);
          tell({ kind: 'modules', count: Object.keys(folders).length });
          return { key, before: await openOut(out, store, key) };
        });
        await keepPagesIn(out, cache);
        const files = startFiles({ config, out, before });
        // heard of when the pages are done
        files.catch(() => {});
        building = { before, key, files };
      },
      'astro:build:done': async ({ pages }) => {
        if (building === undefined) return;
        const { before, key, files } = building;
        const now = {
          key,
          // in no other order than that of names, so that the same site has the same manifest
          pages: pages.map(({ pathname }) => pageFile(pathname)).toSorted(),
          ...(await files),
        };
        await closeOut(out, store, { before, now });
      },
      'astro:server:setup': async ({ server }) => {
        await serveFiles(server, config, () => readModules(config, tell));
      },
    },
  };
}

/** @throws Failure MODULE_INVALID */
async function readModules(config: SiteConfig, tell: Tell): Promise<StoredIndex> {
  const { access } = await loadSurroundings(config.root, config.records);
  return updateIndex({
    root: config.root,
    base: config.base,
    store: storeOf(config.root),
    access,
    code: codeDigest(process.cwd()),
    onRead: (done, of) => tell({ kind: 'read', done, of }),
  });
}

function startFiles(work: FilesWork): Promise<FilesDone> {
  const worker = new Worker(new URL('./files-worker.ts', import.meta.url), { workerData: work });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The thread that writes files ended (${code})`)),
    );
  });
}

/** As Astro names it with the format `directory`. */
function pageFile(pathname: string): string {
  return pathname === '404/' ? '404.html' : `${pathname}index.html`;
}
