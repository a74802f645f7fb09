import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';

/** Files about one module, and the key they were made by. */
export interface WrittenModule {
  readonly key: string;
  readonly paths: readonly string[];
}

/** What the last build has left in its folder, so that the next writes only what differs. */
export interface Manifest {
  /** Of the code and settings that built it. */
  readonly key: string;
  /** By path, the key that a page was made by; null when it is made every time. */
  readonly pages: Readonly<Record<string, string | null>>;
  /** By id. */
  readonly modules: Readonly<Record<string, WrittenModule>>;
  /** Paths of files about all modules. */
  readonly catalogue: readonly string[];
  readonly search: WrittenSearch;
}

/** What modules are found by. */
export interface WrittenSearch {
  /** Of the texts the index of words was made from. */
  readonly key: string;
  /** Name of the list of its files. */
  readonly list: string;
  /** Paths of the index of words. */
  readonly words: readonly string[];
  /** Of the table, the orders and the cards. */
  readonly paths: readonly string[];
}

export const emptyManifest: Manifest = {
  key: '',
  pages: {},
  modules: {},
  catalogue: [],
  search: { key: '', list: '', words: [], paths: [] },
};

/** Names the manifest that a folder was built by; the same for the same site. */
const markerFile = 'build.json';

const building = `${JSON.stringify({ schema: 'build/1', sha256: null })}\n`;

const manifestFile = (store: string): string => join(store, 'manifest.json');

/**
 * What lies in the folder of the site; when it is not what the last build left there, the folder is emptied.
 * The marker says until the end that a build is at work, so that one that is cut off is followed by a whole one.
 * @param key of the code and settings that build now
 * @throws Failure USAGE when the folder holds files that no build has made
 */
export async function openOut(out: string, store: string, key: string): Promise<Manifest> {
  const manifest = await readManifest(store);
  const marker = await readFile(join(out, markerFile), 'utf8').catch(() => null);
  if (manifest.key === key && marker !== null && marker === markerOf(manifest)) {
    await writeFile(join(out, markerFile), building);
    // named by content, and written anew by every build
    await rm(join(out, '_astro'), { recursive: true, force: true });
    return manifest;
  }
  if (marker === null) await checkOurs(out);
  await empty(out);
  await mkdir(out, { recursive: true });
  await writeFile(join(out, markerFile), building);
  return emptyManifest;
}

/** A folder is emptied only when it is a site: somebody may have named another by mistake. */
async function checkOurs(out: string): Promise<void> {
  // a folder that is not there is empty
  const names = await readdir(out).catch((): string[] => []);
  const isSite = names.includes('_astro') && names.includes('index.html');
  if (isSite || names.every((name) => name === '.git')) return;
  const found = names.slice(0, 3).join(', ');
  throw new Failure('USAGE', `${out}: expected an empty folder or a built site, found ${found}`, {
    hint: 'A build replaces all that lies in its folder: name another one with --out.',
  });
}

/** Removes files that the last build made and this one did not, then says what lies there now. */
export async function closeOut(
  out: string,
  store: string,
  { before, now }: { readonly before: Manifest; readonly now: Manifest },
): Promise<void> {
  const wanted = new Set(allPaths(now));
  const others = allPaths(before).filter((path) => !wanted.has(path));
  for (const path of others) await removeFile(out, path);
  await writeWhole(manifestFile(store), JSON.stringify(now));
  await writeFile(join(out, markerFile), markerOf(now));
}

async function readManifest(store: string): Promise<Manifest> {
  try {
    // written by closeOut
    return JSON.parse(await readFile(manifestFile(store), 'utf8')) as Manifest;
  } catch {
    // a first build has none; a broken one is as good
    return emptyManifest;
  }
}

function markerOf(manifest: Manifest): string {
  const sha256 = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
  return `${JSON.stringify({ schema: 'build/1', sha256 })}\n`;
}

function allPaths({ pages, modules, catalogue, search }: Manifest): readonly string[] {
  return [
    ...[...Object.keys(pages), ...catalogue, ...search.words, ...search.paths],
    ...Object.values(modules).flatMap(({ paths }) => paths),
  ];
}

async function removeFile(out: string, path: string): Promise<void> {
  await rm(join(out, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    // a folder that is not empty stays
    const isRemoved = await rmdir(join(out, folder)).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

/** A repository that lies in it, as some publish their site, stays. */
async function empty(out: string): Promise<void> {
  // a folder that is not there is empty
  const names = await readdir(out).catch(() => []);
  for (const name of names.filter((one) => one !== '.git')) {
    await rm(join(out, name), { recursive: true, force: true });
  }
}
