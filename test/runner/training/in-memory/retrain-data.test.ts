import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readModule } from '@orangery/schemas/files';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { recipes } from '../../../../runner/src/recipes/index.ts';
import { readValidModule } from '../../../../runner/src/inference/load-module.ts';
import { createPassingKey, verifySignature } from '../../../../runner/src/provenance/sign.ts';
import { describePage } from '../../../../runner/src/training/in-memory/describe-page.ts';
import { inspectData } from '../../../../runner/src/training/in-memory/inspect-data.ts';
import { retrainData } from '../../../../runner/src/training/in-memory/retrain-data.ts';
import { root } from '../../../helpers/orangery.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const rows = Array.from({ length: 60 }, (_, row) => `${row % 7},${row},${row < 30 ? 'a' : 'b'}`);
const table = ['x,y,kind', ...rows].join('\n');
const recipe = recipes['tabular-classification'];
const link = 'https://example.org/kinds.csv';

async function inspect(text: string, visibility: 'public' | 'private' = 'public', target?: string) {
  const files = dataFiles({ 'kinds.csv': text });
  return inspectData({
    ...{ recipe, files, visibility, sources: [{ link }] },
    ...readOptions(target),
  });
}

async function retrain(visibility: 'public' | 'private') {
  const inspected = await inspect(table, visibility);
  if (inspected.kind === 'unread') throw inspected.failure;
  const module = await readValidModule(join(root, 'modules', 'tabular-classifier'));
  const page = { userAgent: 'Mozilla/5.0 Chrome/150.0 Safari/537.36', hardwareConcurrency: 4 };
  return retrainData({
    ...{ recipe, module, visibility, child: 'kinds', seed: 1, data: inspected.data },
    record: inspected.described.record,
    budget: { MODEL_TRIAL_COUNT: 2, TIME_HOURS: 0.02 },
    decodeImage: readOptions().decodeImage,
    startBackend: async () => startBackend('wasm'),
    describeEnvironment: (backend) => describePage(backend, page),
    key: await createPassingKey(),
    world: testWorld(),
  });
}

describe('inspectData', () => {
  it('describes data that the recipe reads', async () => {
    const inspected = await inspect(table);
    expect(inspected).toMatchObject({
      kind: 'read',
      described: {
        record: { examples: 60, target: 'kind', classes: [{ name: 'a', count: 30 }, {}] },
      },
    });
  });

  it('names neither link nor file of private data', async () => {
    const inspected = await inspect(table, 'private');
    if (inspected.kind === 'unread') throw inspected.failure;
    expect(inspected.described.record.sources).toEqual([{ link: 'secret:DATASET' }]);
    expect(JSON.stringify(inspected.described.record)).not.toContain('kinds.csv');
  });

  it('says why data is not read, and which recipe reads it', async () => {
    const numbers = Array.from({ length: 40 }, (_, row) => `${row % 7},${row},${row * 1.37}`);
    const inspected = await inspect(['x,y,weight', ...numbers].join('\n'));
    expect(inspected).toMatchObject({
      kind: 'unread',
      format: { canTrain: false, fits: { recipe: 'tabular-regression' } },
    });
  });

  it('says which columns there are when the target is missing', async () => {
    const inspected = await inspect(table, 'private', 'species');
    if (inspected.kind === 'read') throw new Error('it reads');
    expect(inspected.failure.message).toContain('expected a column "species"');
  });
});

describe('retrainData', () => {
  it('gives a valid module folder with a signed receipt and a golden test', async () => {
    const { id, files, receipt } = await retrain('public');
    expect(id).toBe('kinds');
    const placed = [...files].map(([path, bytes]) => [`${id}/${path}`, bytes] as const);
    const read = await readModule(join(await tempFolder(Object.fromEntries(placed)), id));
    expect(read.kind === 'invalid' ? read.problems : []).toEqual([]);
    expect([...files.keys()]).toContain('golden.json');
    expect(await verifySignature(receipt)).toBe(true);
    expect(receipt.environment).toMatchObject({ node: 'Chrome 150', cores: 4, backend: 'wasm' });
    expect(receipt.metrics.accuracy).toBeGreaterThan(0.8);
  });

  it('holds no row of private data', async () => {
    const { files } = await retrain('private');
    expect([...files.keys()].filter((path) => /golden|sample/.test(path))).toEqual([]);
  });
});
