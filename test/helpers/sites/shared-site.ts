import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../orangery.ts';
import { makeGarden } from '../try-it/make-garden.ts';
import { alone, buildSite, sites } from './build-site.ts';

/** Sites that several files of tests look at, each built once a run by the first that asks. */
export type SharedName = 'samples' | 'fixtures' | 'shed';

export interface BuiltSite {
  /** Holds `modules/`. */
  readonly root: string;
  /** Of the site. */
  readonly folder: string;
  /** Path of the site below its address, without a final slash. */
  readonly base: string;
}

/** Holds a file for each site that was built in this run. */
export const marks = join(sites, 'built');

const fixtures = join(root, 'test', 'fixtures', 'marketplace');
const shed = join(sites, 'shed-root');
const data = process.env.ORANGERY_TEST_DATA;
/** Photographs of hands, of which the shed's own module is trained; none where there is no data. */
export const signs = data && join(data, 'sign-digits.zip');

const shared: Readonly<Record<SharedName, Omit<BuiltSite, 'folder'>>> = {
  samples: { root, base: '' },
  fixtures: { root: fixtures, base: '/garden' },
  shed: { root: shed, base: '/shed' },
};

/** The site of this repository's modules, of the fixtures, or of what is tried in a page. */
export async function sharedSite(name: SharedName): Promise<BuiltSite> {
  const site = { ...shared[name], folder: join(sites, name) };
  await alone(name, `the site of the ${name}`, async () => {
    if (await isThere(join(marks, name))) return;
    if (name === 'shed') await makeGarden(shed, signs);
    await buildSite({ from: site.root, out: site.folder });
    await mkdir(marks, { recursive: true });
    await writeFile(join(marks, name), '');
  });
  return site;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
