import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { makeReport } from '../../../actions/validate/src/make-report.ts';
import { contribution } from '../../helpers/github/contribution.ts';
import { root as repository } from '../../helpers/orangery.ts';
import { alone, sites } from '../../helpers/sites/build-site.ts';

const seeds = 'modules/seed-classifier/module.md';

/** On the disk that Astro lies on: it writes to no other. */
async function siteFolder(): Promise<string> {
  await mkdir(sites, { recursive: true });
  const folder = await mkdtemp(join(sites, 'validate-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'site');
}

it('draws the page of what changed by the tool of the base, and says how complete it is', async () => {
  const text = await readFile(join(repository, seeds), 'utf8');
  const made = await contribution({
    files: { [seeds]: text.replace('title: Seed classifier', 'title: Kernel classifier') },
  });
  await writeFile(
    join(made.root, 'astro.config.mjs'),
    'throw new Error("code of a contribution");',
  );
  const site = await siteFolder();
  const { signal } = new AbortController();
  const order = { ...made, tool: repository, site, path: process.env.PATH, signal };
  const report = await alone('build', 'another build', () => makeReport(order));
  expect(report.others).toEqual([]);
  const [module] = report.modules;
  expect(module).toMatchObject({ id: 'seed-classifier', page: 'modules/seed-classifier/' });
  expect(module!.completeness!.percent).toBeGreaterThan(50);
  expect(module!.metadata).toEqual([
    { field: 'title', base: '"Seed classifier"', head: '"Kernel classifier"' },
  ]);
  const page = await readFile(join(site, 'modules/seed-classifier/index.html'), 'utf8');
  expect(page).toContain('Kernel classifier');
  expect(await readdir(join(site, 'modules'))).toEqual(['seed-classifier']);
}, 600_000);
