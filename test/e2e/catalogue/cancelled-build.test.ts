import { createHash } from 'node:crypto';
import { watch } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesIn } from '../../helpers/files-in.ts';
import { writeGeneratedRoot } from '../../helpers/generated-modules/index.ts';
import { buildSite, runBuild, sites } from '../../helpers/sites/build-site.ts';

const count = 80;
const out = join(sites, 'cancelled');
const freshOut = join(sites, 'cancelled-fresh');

let folder: string;
let root: string;

beforeAll(async () => {
  await rm(out, { recursive: true, force: true });
  folder = await mkdtemp(join(tmpdir(), 'orangery-cancelled-'));
  root = join(folder, 'root');
  await writeGeneratedRoot(root, count);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a build that is cancelled half-way', () => {
  it('as the first, while modules are read, leaves nothing in the way of the next', async () => {
    await cancelWhen(root, /^\.astro.catalogue.modules.[^/]+\.json$/);
    await buildSite({ from: root, out });
    expect(await hashes(out)).toEqual(await hashes(await freshSite()));
  });

  it('as a later one, while pages are written, leaves none of them to a next that has others', async () => {
    const before = await hashes(out);
    const ids = await readdir(join(root, 'modules'));
    const texts = new Map(
      await Promise.all(ids.map(async (id) => [id, await cardOf(id)] as const)),
    );
    for (const [id, text] of texts) {
      await writeCard(id, text.replace(/^title: .*$/m, `title: Halfway ${id}`));
    }
    await cancelWhen(out, /^modules.[^/]+.index\.html$/);
    const left = await hashes(out);
    const pages = ids.map((id) => join('modules', id, 'index.html'));
    const written = pages.filter((path) => left[path] !== before[path]);
    expect(written).not.toHaveLength(0);
    expect(written.length).toBeLessThan(pages.length);
    // some keep what was being built, others are again as they were before
    for (const id of ids.slice(0, count / 2)) await writeCard(id, texts.get(id)!);
    await buildSite({ from: root, out });
    expect(await hashes(out)).toEqual(await hashes(await freshSite()));
  });
});

/** Starts a build and sends SIGINT when it begins a fifth file of such a name: some of them are whole by then. */
async function cancelWhen(watched: string, name: RegExp): Promise<void> {
  const watcher = watch(watched, { recursive: true });
  const interruptWhen = new Promise<void>((resolve) => {
    const begun = new Set<string>();
    watcher.on('change', (_, file) => {
      if (name.test(String(file))) begun.add(String(file));
      if (begun.size === 5) resolve();
    });
  });
  const built = await runBuild({ from: root, out, interruptWhen });
  watcher.close();
  expect(built).toMatchObject({
    code: 1,
    failure: { code: 'CANCELLED', message: expect.stringMatching(/^The build was stopped/) },
  });
}

const cardFile = (id: string): string => join(root, 'modules', id, 'module.md');

async function cardOf(id: string): Promise<string> {
  return readFile(cardFile(id), 'utf8');
}

async function writeCard(id: string, text: string): Promise<void> {
  await writeFile(cardFile(id), text);
}

/** What a first build makes of the same modules. */
async function freshSite(): Promise<string> {
  const fresh = join(folder, 'fresh');
  const filter = (path: string): boolean => !path.startsWith(join(root, '.astro'));
  await cp(root, fresh, { recursive: true, filter });
  await rm(freshOut, { recursive: true, force: true });
  await buildSite({ from: fresh, out: freshOut });
  await rm(fresh, { recursive: true });
  return freshOut;
}

async function hashes(site: string): Promise<Readonly<Record<string, string>>> {
  const entries = (await filesIn(site)).map(async (path) => {
    const bytes = await readFile(join(site, path));
    return [path, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
