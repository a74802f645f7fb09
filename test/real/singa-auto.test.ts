import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../../runner/src/dataset/index.ts';
import type { Pixels } from '../../runner/src/recipes/pictures/pixels.ts';
import { root } from '../helpers/orangery.ts';
import { startProgram, type StartedProgram } from '../helpers/started-program.ts';

const modules = ['leaf-classifier', 'harvest-estimator', 'ingredient-tagger', 'fruit-detector'];
const leaf = join(root, 'modules/leaf-classifier/sample/birch.webp');
const table = join(root, 'modules/fruit-detector/sample/table-1.webp');
const tree = {
  ...{ kind: 'citron', age_years: 35, tub_litres: 130, water_litres: 46.6 },
  ...{ sun_hours: 7, frost_nights: 3, pruned: 'no' },
};

describe('clients of SINGA-Auto', () => {
  let work: string;
  let server: StartedProgram | undefined;
  beforeAll(async () => {
    work = await mkdtemp(join(tmpdir(), 'orangery-singa-auto-'));
    server = await startProgram(
      process.execPath,
      [join(root, 'cli/bin/orangery.mjs'), 'serve', ...modules, '--port', '0', '--json'],
      /"address":"(http:[^"]+)"/,
      { ORANGERY_CACHE: join(work, 'cache'), ORANGERY_STATE: join(work, 'state') },
    );
  });
  afterAll(async () => {
    await server?.stop();
    await rm(work, { recursive: true, force: true });
  });

  async function post(path: string, body: unknown): Promise<unknown> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${server!.found}${path}`, {
      method: 'POST',
      body: isForm ? body : JSON.stringify(body),
      headers: isForm ? {} : { 'content-type': 'application/json' },
    });
    return response.json();
  }

  async function form(name: string, ...files: readonly string[]): Promise<FormData> {
    const data = new FormData();
    for (const path of files) data.append(name, new Blob([await readFile(path)]), path);
    return data;
  }

  it('get probabilities of a picture, as a file, base64 and pixels alike', async () => {
    const bytes = await readFile(leaf);
    const pixels = nested(await decodeImage(bytes));
    const answers = (await post('/', await form('img', leaf, leaf))) as {
      probabilities: Record<string, number>;
    }[];
    expect(answers).toHaveLength(2);
    expect(answers[0]).toMatchObject({ label: 'birch' });
    const probabilities = Object.values(answers[0]!.probabilities);
    expect(await post('/predict', { query: pixels })).toEqual({
      prediction: probabilities,
      predictions: [],
    });
    expect(await post('/predict', { queries: [bytes.toString('base64'), pixels] })).toEqual({
      prediction: null,
      predictions: [probabilities, probabilities],
    });
  });

  it('get a number for a row, tags for words, corners of boxes', async () => {
    expect(await post('/predict?model=harvest-estimator', { query: tree })).toEqual({
      prediction: expect.closeTo(5.9301, 2),
      predictions: [],
    });
    const query = ['500', 'stick', 'baking', 'cumin'];
    expect(await post('/predict?model=ingredient-tagger', { query })).toEqual({
      prediction: ['B-QUANTITY', 'B-UNIT', 'B-FOOD', 'I-FOOD'],
      predictions: [],
    });
    const found = await post('/?model=fruit-detector', await form('input', table));
    expect(found).toMatchObject([
      { explanations: { box_info: [{ class_name: 'plum', coord: [32, 3, 60, 33] }, {}, {}] } },
    ]);
  });
});

function nested({ width, height, channels, data }: Pixels): number[][][] {
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const start = (row * width + column) * channels;
      return [...data.subarray(start, start + channels)];
    }),
  );
}
