/**
 * How fast the catalogue of 100, 1,000 and 10,000 generated modules is built, beside the least site that
 * Astro makes of the same cards, in the same run; then again after one module has changed; then how fast it
 * is searched in Chromium. `npm run bench:catalogue -- 1000` measures one size.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateModule, writeGeneratedRoot } from '../helpers/generated-modules/index.ts';
import { root } from '../helpers/orangery.ts';
import { makeBareSite } from './catalogue/bare-site.ts';
import { measurePages } from './catalogue/measure-pages.ts';
import { timedNode, type Timed } from './catalogue/timed-program.ts';

const astro = join(root, 'node_modules', 'astro', 'bin', 'astro.mjs');
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [100, 1000, 10_000];

for (const size of sizes) {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-bench-catalogue-'));
  try {
    await measure(size, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(size: number, folder: string): Promise<void> {
  const marketplace = join(folder, 'marketplace');
  const bare = join(folder, 'bare');
  const site = join(folder, 'site');
  await writeGeneratedRoot(marketplace, size);
  await makeBareSite(bare, join(marketplace, 'modules'));
  say(`\n${size} modules`);
  const bareBuild = await timedNode([astro, 'build'], { cwd: bare });
  const bareIndex = indexBare(join(bare, 'dist'));
  show('bare Astro', bareBuild, await folderSize(join(bare, 'dist')));
  say(`  and Pagefind over its pages  ${bareIndex.toFixed(1)} s`);
  const build = (): Promise<Timed> =>
    timedNode([astro, 'build', '--outDir', site, '--root', root], {
      cwd: root,
      env: { ORANGERY_ROOT: marketplace },
    });
  const first = await build();
  show('catalogue', first, await folderSize(site));
  const ratio = first.seconds / (bareBuild.seconds + bareIndex);
  say(`  ÷ bare with its index        ${ratio.toFixed(2)} (goal 1.5)`);
  say(`  ÷ bare without               ${(first.seconds / bareBuild.seconds).toFixed(2)}`);
  say(`  memory ÷ bare                ${(first.peakBytes / bareBuild.peakBytes).toFixed(2)}`);
  const file = join(marketplace, 'modules', generateModule(3).id, 'module.md');
  await edit(file, (text) => text.replace(/updated: .*/, 'updated: 2026-11-11'));
  const facts = await build();
  say(`  one date changed             ${facts.seconds.toFixed(1)} s (goal 15)`);
  await edit(file, (text) => `${text}\nOne more line.\n`);
  const words = await build();
  say(`  one card changed, its index  ${words.seconds.toFixed(1)} s (goal 30)`);
  const pages = await measurePages(site);
  const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(0)} kB`;
  say(`  home page                    ${kilobytes(pages.homeBytes)}`);
  say(`  first search                 ${kilobytes(pages.firstSearchBytes)} (goal 300)`);
  say(`  module page                  ${kilobytes(pages.moduleBytes)} (goal 60)`);
  const { p50, p95 } = pages.queryMs;
  say(
    `  ${pages.queries} queries, words and facet  p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (goal 50)`,
  );
}

function indexBare(dist: string): number {
  const started = performance.now();
  const pagefind = join(root, 'node_modules', '.bin', 'pagefind');
  const { status, stderr } = spawnSync(pagefind, ['--site', dist, '--quiet']);
  if (status !== 0) throw new Error(`Pagefind ended with ${status}: ${String(stderr)}`);
  return (performance.now() - started) / 1000;
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

async function folderSize(
  folder: string,
): Promise<{ readonly files: number; readonly bytes: number }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  let bytes = 0;
  for (const { parentPath, name } of files) bytes += (await stat(join(parentPath, name))).size;
  return { files: files.length, bytes };
}

function show(
  name: string,
  { seconds, peakBytes }: Timed,
  { files, bytes }: { readonly files: number; readonly bytes: number },
): void {
  const megabytes = (value: number): string => `${(value / 1e6).toFixed(0)} MB`;
  say(
    `  ${name.padEnd(28)} ${seconds.toFixed(1)} s, ${megabytes(peakBytes)} of memory, ` +
      `${files} files of ${megabytes(bytes)}`,
  );
}

function say(line: string): void {
  console.log(line);
}
