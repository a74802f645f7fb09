import { createReadStream } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { resolveInside } from '@orangery/schemas/files';
import type { AstroIntegration } from 'astro';
import type { SiteConfig } from '../config.ts';
import { catalogueFiles } from '../files/catalogue-files.ts';
import { moduleFiles } from '../files/module-files.ts';
import type { SiteFile } from '../files/site-file.ts';
import { emptyManifest } from './manifest.ts';
import { loadSite, storeOf } from './site-parts.ts';
import { writeSearch } from './write-search.ts';

type DevServer = Parameters<
  NonNullable<AstroIntegration['hooks']['astro:server:setup']>
>[0]['server'];

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.jsonld': 'application/ld+json',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
};

/** Answers for the files that a build would write, as the modules are now, and reloads pages when they change. */
export async function serveFiles(
  server: DevServer,
  config: SiteConfig,
  readModules: () => Promise<unknown>,
): Promise<void> {
  const search = join(storeOf(config), 'dev');
  let isStale = true;
  let refreshing = Promise.resolve();
  const folder = join(config.root, 'modules');
  server.watcher.add(folder);
  server.watcher.on('all', (_, path) => {
    if (!path.startsWith(folder)) return;
    isStale = true;
    server.ws.send({ type: 'full-reload' });
  });
  const refresh = async (): Promise<void> => {
    if (!isStale) return;
    isStale = false;
    try {
      await readModules();
      await writeDevSearch(config, search);
    } catch (error) {
      isStale = true;
      throw error;
    }
  };
  server.middlewares.use((request, response, next) => {
    refreshing = refreshing.catch(() => {}).then(refresh);
    refreshing
      .then(() => answer(request.url ?? '/', response, config, search))
      .then((isAnswered) => isAnswered || next(), next);
  });
}

async function writeDevSearch(config: SiteConfig, out: string): Promise<void> {
  const { index } = await loadSite(config);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  writeSearch({ index, out, before: emptyManifest });
}

/** @returns whether there is such a file */
async function answer(
  url: string,
  response: ServerResponse,
  config: SiteConfig,
  search: string,
): Promise<boolean> {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  const base = config.base.replace(/\/$/, '');
  const inside = path.startsWith(`${base}/`) ? path.slice(base.length + 1) : path.slice(1);
  if (extname(inside) === '') return false;
  const file = await findFile(inside, config, search);
  if (file === undefined) return false;
  response.setHeader('content-type', types[extname(inside)] ?? 'application/octet-stream');
  if (typeof file.content === 'string' || file.content instanceof Uint8Array) {
    response.end(file.content);
  } else {
    createReadStream(file.content.copyOf).pipe(response);
  }
  return true;
}

async function findFile(
  path: string,
  config: SiteConfig,
  search: string,
): Promise<SiteFile | undefined> {
  if (path.startsWith('search/')) {
    // what is not there is not found
    const content = await readFile(resolveInside(search, path)).catch(() => null);
    return content === null ? undefined : { path, content };
  }
  const { index } = await loadSite(config);
  const id = path.split(/[/.]/).find((part) => index.byRelation.byId.has(part));
  const ofModule = id === undefined ? [] : moduleFiles(index.viewOf(id), config);
  return [...ofModule, ...catalogueFiles(index.modules, config)].find((one) => one.path === path);
}
