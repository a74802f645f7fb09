import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pruneImages } from '../../../runner/src/deployment/compose/slot-image.ts';
import { contentLabel } from '../../../runner/src/deployment/image/find-image.ts';
import { moduleLabel } from '../../../runner/src/deployment/image/module-image.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld } from '../../helpers/test-world.ts';

const run = promisify(execFile);
const engine = await findEngine();
const hour = 3_600_000;

describe.skipIf(engine === undefined)('pruneImages', () => {
  it('removes images of modules after a day and of the tool after a month, where no container has them', async () => {
    const ofModule = { [moduleLabel]: 'abc', [contentLabel]: 'def' };
    const ofTool = { [contentLabel]: 'def' };
    const images = {
      oldModule: await loadImage(ofModule, 25),
      freshModule: await loadImage(ofModule, 23),
      usedModule: await loadImage(ofModule, 25),
      oldTool: await loadImage(ofTool, 721),
      freshTool: await loadImage(ofTool, 25),
      somebodysOwn: await loadImage({}, 9_999),
    };
    const container = await docker(['create', images.usedModule, 'nothing']);
    onTestFinished(async () => void (await docker(['rm', '--force', container])));

    const folder = await tempFolder();
    await pruneImages({
      ...{ address: 'http://127.0.0.1:1', images: {} },
      folders: { repository: folder, state: folder, cache: folder },
      world: { ...testWorld(), env: process.env },
    });

    const left = await Promise.all(
      Object.entries(images).map(async ([name, image]) => ((await isThere(image)) ? [name] : [])),
    );
    expect(left.flat()).toEqual(['freshModule', 'usedModule', 'freshTool', 'somebodysOwn']);
  });
});

async function isThere(image: string): Promise<boolean> {
  return docker(['image', 'inspect', '--format', '{{.Id}}', image]).then(
    () => true,
    () => false,
  );
}

/** An image with an empty layer that was made some hours ago. @returns its tag */
async function loadImage(labels: Record<string, string>, hours: number): Promise<string> {
  const tag = `orangery-prune-test:${randomUUID()}`;
  // two blocks of zeros are a tar archive without files
  const layer = Buffer.alloc(1024);
  const config = JSON.stringify({
    ...{ architecture: 'amd64', os: 'linux', config: { Labels: labels } },
    created: new Date(Date.now() - hours * hour).toISOString(),
    rootfs: {
      type: 'layers',
      diff_ids: [`sha256:${createHash('sha256').update(layer).digest('hex')}`],
    },
  });
  const manifest = [{ Config: 'config.json', RepoTags: [tag], Layers: ['layer.tar'] }];
  const folder = await tempFolder({
    ...{ 'config.json': config, 'manifest.json': JSON.stringify(manifest) },
    'layer.tar': layer.toString('latin1'),
  });
  await run('tar', ['-cf', 'image.tar', 'config.json', 'manifest.json', 'layer.tar'], {
    cwd: folder,
  });
  await docker(['load', '--quiet', '--input', join(folder, 'image.tar')]);
  // it is gone where it was pruned
  onTestFinished(async () => void (await docker(['image', 'rm', tag]).catch(() => {})));
  return tag;
}
