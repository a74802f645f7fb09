import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readDatasetAccess } from '../../../runner/src/dataset/access.ts';
import { loadPredictor } from '../../../runner/src/inference/load-predictor.ts';
import { withWeights } from '../../../runner/src/inference/with-weights.ts';
import { caught } from '../../helpers/caught.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testServer } from '../../helpers/test-server.ts';
import { testWorld } from '../../helpers/test-world.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

const id = 'seed-classifier';
const artifact = join(root, 'modules', id, 'artifact');

type Files = Readonly<Record<string, Buffer>>;

async function weights(): Promise<Record<string, Buffer>> {
  const names = await readdir(artifact);
  const files = names.map(async (name) => [name, await readFile(join(artifact, name))] as const);
  return Object.fromEntries(await Promise.all(files));
}

/** A module whose weights are these, behind a link. */
async function linked(files: Files) {
  const folder = await tempFolder();
  const module = join(folder, id);
  await cp(join(root, 'modules', id), module, { recursive: true });
  await rm(join(module, 'artifact'), { recursive: true });
  const text = await readFile(join(module, 'module.md'), 'utf8');
  const link = 'artifact:\n  link: https://github.com/garden/orangery/releases/download/x/w.zip\n';
  await writeFile(join(module, 'module.md'), text.replace('artifact:\n', link));
  const entries = Object.entries(files).map(([name, content]) => ({ name, content }));
  const { url } = await releaseOf(zipBytes(entries));
  const order = {
    cacheFolder: join(folder, 'cache'),
    access: readDatasetAccess({ GITHUB_API_URL: url }),
    world: testWorld(),
  };
  return { module, order };
}

/** Answers as GitHub does for the one file of the release `x`. */
function releaseOf(content: Buffer) {
  return testServer((request, response) => {
    if (request.url?.includes('/releases/assets/') === true) return void response.end(content);
    const asset = { id: 1, name: 'w.zip', state: 'uploaded', size: content.length, digest: null };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ tag_name: 'x', assets: [asset], license: null }));
  });
}

it('loads a module from a copy with the weights behind its link', async () => {
  const files = await weights();
  const { module, order } = await linked(files);
  const place = await withWeights(module, order);
  expect((await readdir(join(place, 'artifact'))).sort()).toEqual(Object.keys(files).sort());
});

it('refuses weights that say of themselves what the module does not', async () => {
  const files = await weights();
  const list = files['artifact.json']!.toString().replace(/"sha256":\s*"./, (start) => {
    return `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`;
  });
  const { module, order } = await linked({ ...files, 'artifact.json': Buffer.from(list) });
  expect(await caught(() => withWeights(module, order))).toMatch(
    /^VERIFY_FAILED seed-classifier: expected weights [0-9a-f]{64}, found [0-9a-f]{64}/,
  );
  // nothing of them is left to be taken the next time
  const kept = await readdir(join(order.cacheFolder, 'weights'), { recursive: true });
  expect(kept.filter((path) => path.includes(id))).toEqual([]);
});

it('refuses, when they are loaded, weights that are not what their list says', async () => {
  const files = await weights();
  const poisoned = Buffer.from(files['weights.bin']!);
  poisoned[0]! ^= 1;
  const { module, order } = await linked({ ...files, 'weights.bin': poisoned });
  const place = await withWeights(module, order);
  expect(await caught(() => loadPredictor(place, { backend: 'cpu' }))).toMatch(
    /^VERIFY_FAILED .*weights\.bin: expected sha256 [0-9a-f]{64}, found/,
  );
});
