import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AstroIntegration } from 'astro';
import { loadSurroundings } from '../catalogue/surroundings.ts';
import type { SiteConfig } from '../config.ts';
import { changedPages } from './changed-pages.ts';
import { codeDigest } from './code-digest.ts';
import type { FilesDone, FilesWork } from './files-worker.ts';
import { closeOut, openOut, type Manifest } from './manifest.ts';
import { messenger, telling, type Tell } from './messages.ts';
import { serveFiles } from './serve-files.ts';
import { storeOf } from './site-parts.ts';
import type { StoredIndex } from './stored-index.ts';
import { updateIndex } from './update-index.ts';

interface Building {
  readonly before: Manifest;
  readonly key: string;
  readonly files: Promise<FilesDone>;
  pages: Manifest['pages'];
}

/**
 * Reads the modules before Astro writes their pages, and writes what is not a page at the same time, on a
 * thread of its own. What has not changed since the last build is neither read nor written again.
 */
export function catalogue(config: SiteConfig): AstroIntegration {
  const store = storeOf(config);
  const tell = messenger(config.hasListener);
  let out = '';
  let building: Building | undefined;
  return {
    name: 'catalogue',
    hooks: {
      'astro:config:done': ({ config: { outDir } }) => {
        out = fileURLToPath(outDir);
      },
      'astro:build:start': async ({ setPrerenderer }) => {
        const { key, before } = await telling(tell, async () => {
          const { key } = await readModules(config, tell);
          return { key, before: await openOut(out, store, key) };
        });
        const files = startFiles({ config, out, before });
        // heard of when the pages are done
        files.catch(() => {});
        const now: Building = { before, key, files, pages: {} };
        building = now;
        setPrerenderer((astro) =>
          changedPages(astro, {
            ...{ out, before: before.pages, tell },
            onPages: (pages) => (now.pages = pages),
          }),
        );
      },
      'astro:build:done': async () => {
        if (building === undefined) return;
        const { before, key, files, pages } = building;
        await closeOut(out, store, { before, now: { key, pages, ...(await files) } });
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
    sources: config.sources,
    isInternal: config.isInternal === true,
    store: storeOf(config),
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
