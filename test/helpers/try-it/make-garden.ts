import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { patchModuleFile, readModule } from '@orangery/schemas/files';
import { orangery, root } from '../orangery.ts';

/** Where tests say that weights and deployed copies lie; nothing is ever asked there. */
export const mirror = 'https://weights.example.org/seeds/';
export const inference = 'https://models.example.org/flowers/';

/**
 * A marketplace of the shipped modules, of two whose weights are on another origin (one of them
 * deployed), and of deployed ones in containers.
 * @param folder will hold `modules/`
 * @param signs archive of photographs of hands, of which a module is trained; none where it is absent
 */
export async function makeGarden(folder: string, signs: string | undefined): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(root, 'modules'), join(folder, 'modules'), { recursive: true });
  await writeFile(
    join(folder, 'orangery.config.yml'),
    'schema: configuration/1\ntitle: Shed\nbase: /shed\n',
  );
  for (const id of ['mirrored-seeds', 'mirrored-flowers']) await addMirrored(folder, id);
  for (const [id, text] of Object.entries(containers)) {
    await mkdir(join(folder, 'modules', id));
    await writeFile(join(folder, 'modules', id, 'module.md'), text);
  }
  await mkdir(join(folder, 'records'));
  const lines = ['mirrored-flowers', ...Object.keys(containers)].map((id) =>
    JSON.stringify(deployed(id)),
  );
  await writeFile(join(folder, 'records', '2026-11.ndjson'), `${lines.join('\n')}\n`);
  if (signs !== undefined) await trainSigns(signs, join(folder, 'modules', 'sign-reader'));
}

/** The seed classifier with its weights elsewhere. */
async function addMirrored(folder: string, id: string): Promise<void> {
  const from = join(root, 'modules', 'seed-classifier');
  const to = join(folder, 'modules', id);
  await mkdir(to);
  await cp(join(from, 'golden.json'), join(to, 'golden.json'));
  const read = await readModule(from);
  if (read.kind === 'invalid') throw new Error(JSON.stringify(read.problems));
  const artifact = { ...read.module.frontMatter.artifact!, link: `${mirror}artifact.json` };
  const dataset = { link: 'https://example.org/seeds.csv', target: 'variety' };
  const text = await readFile(join(from, 'module.md'), 'utf8');
  await writeFile(join(to, 'module.md'), patchModuleFile(text, { artifact, dataset }));
}

function deployed(id: string) {
  return {
    schema: 'deployment-state/1',
    at: '2026-11-14T08:00:00Z',
    deployment: id,
    stage: 'production',
    module: { id, version: '1.0.0' },
    owner: 'carl-sample',
    health: 'healthy',
    target: 'compose',
    address: inference,
  };
}

async function trainSigns(archive: string, to: string): Promise<void> {
  const known = join(root, 'out', 'test-sign-reader');
  const files: readonly string[] = await readdir(known).catch(() => []);
  if (!files.includes('module.md')) {
    const trained = await orangery([
      ...['train', 'image-classifier', '--dataset', archive, '--child', 'sign-reader'],
      ...['--trials', '1', '--hours', '0.02', '--backend', 'wasm', '--visibility', 'public'],
      ...['--out', known, '--json'],
    ]);
    if (trained.code !== 0) throw new Error(`The signs were not learnt:\n${trained.stderr}`);
  }
  await cp(known, to, { recursive: true });
}

const farFlowers = `---
schema: module/1
title: Far flowers
summary: Names flowers in a container that is deployed elsewhere; a stand-in for tests.
version: 1.0.0
license: NOASSERTION
authors: []
maintainers: []
tasks: [image-classification]
kind: module
runtime: container
container:
  image: ai4oshub/flowers@sha256:b29814cf5792e684cd75d6a7fce7a67a11887e312f87ca2ac2496d81f365ff72
  model: flowers
inputs:
  - { name: photo, type: image }
outputs:
  - { name: label, type: category }
---

# Far flowers

Answers from afar.
`;

const farSizes = farFlowers
  .replace('Far flowers', 'Far sizes')
  .replace('image-classification', 'tabular-classification')
  .replace(
    '{ name: photo, type: image }',
    '{ name: length, type: number, example: 81 }\n  - { name: width, type: number, example: 39 }',
  );

const farStyles = farFlowers
  .replace('Far flowers', 'Far styles')
  .replace('type: image }', 'type: image }\n  - { name: strength, type: number }');

const containers = {
  ...{ 'far-flowers': farFlowers, 'far-sizes': farSizes, 'far-styles': farStyles },
};
