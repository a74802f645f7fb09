import { beforeAll, describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { decodeImage } from '../../../../runner/src/dataset/decode-image.ts';
import { objectDetection as recipe } from '../../../../runner/src/recipes/object-detection/index.ts';
import type { DetectionModel } from '../../../../runner/src/recipes/object-detection/model.ts';
import type { DetectionData } from '../../../../runner/src/recipes/object-detection/read-detection.ts';
import type { Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { cornerPicture } from '../../../helpers/pictures.ts';
import { itKeepsFitPromises, itKeepsFrozenLayers } from '../../../helpers/fit-promises.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

let data: DetectionData;

/** Discs in one of four corners; those on the left are of one class, those on the right of another. */
beforeAll(async () => {
  await startBackend('wasm');
  const files: Record<string, string | Uint8Array> = { 'classes.txt': 'left\nright\n' };
  for (let index = 0; index < 12; index += 1) {
    const corner = index % 4;
    files[`images/${index}.png`] = await cornerPicture(corner, index, 32);
    const middle = [corner % 2 === 0 ? 0.28 : 0.72, corner < 2 ? 0.28 : 0.72];
    files[`labels/${index}.txt`] = `${corner % 2} ${middle.join(' ')} 0.36 0.36\n`;
  }
  data = await recipe.readData(dataFiles(files), readOptions());
});

const whole = 90;
const plain = { filters: 4, learningRate: 0.006, augmentation: 0.2, mirror: false, batchSize: 8 };

async function fit(
  epochs: number,
  { knobs, ...options }: Partial<FitOptions<DetectionData>> = {},
): Promise<Fitted<DetectionModel>> {
  const indices = data.examples.map((_, index) => index);
  return recipe.fit({
    train: recipe.select(
      data,
      indices.filter((index) => index % 6 !== 0),
    ),
    selection: recipe.select(
      data,
      indices.filter((index) => index % 6 === 0),
    ),
    knobs: { ...recipe.defaults(data, { hasBackbone: false }), ...plain, ...knobs },
    seed: 5,
    until: epochs / whole,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
    ...options,
  });
}

describe('fitting a detector', () => {
  const small = { recipe, fit, whole, data: () => data };
  itKeepsFitPromises(small);
  itKeepsFrozenLayers(small, 'trunk_2');
});

describe('a trained detector', () => {
  let model: DetectionModel;
  beforeAll(async () => {
    ({ model } = await fit(40, { train: data, selection: null }));
  });

  it('finds what it was shown, better than always the same box', async () => {
    const { metrics, intervals, details } = await recipe.evaluate(model, data);
    const baseline = recipe.baseline(data, data);
    expect(metrics['map50']).toBeGreaterThan(0.9);
    expect(baseline.metrics['map50']).toBeLessThan(0.6);
    expect(Object.keys(baseline.metrics)).toEqual(Object.keys(metrics));
    expect(intervals['map50']!.upper).toBeGreaterThan(0.9);
    expect(details?.perClass?.map(({ name, count }) => [name, count])).toEqual([
      ['left', 6],
      ['right', 6],
    ]);
  });

  it('answers the same after it was saved and loaded', async () => {
    const files = await recipe.save(model);
    const loaded = await recipe.load(files);
    expect(await recipe.save(loaded)).toEqual(files);
    const inputs = data.examples.slice(0, 3).map(({ pixels }) => pixels);
    expect(await recipe.predict(loaded, inputs)).toEqual(await recipe.predict(model, inputs));
    recipe.dispose(loaded);
  });

  it('tells boxes in pixels of the picture given, in the order of the pictures', async () => {
    const large = await cornerPicture(3, 99, 200);
    const small = await cornerPicture(0, 98, 40);
    const inputs = [
      ...(await recipe.parseInput(
        model,
        { kind: 'file', name: 'a.png', bytes: large },
        decodeImage,
      )),
      ...(await recipe.parseInput(
        model,
        { kind: 'file', name: 'b.png', bytes: small },
        decodeImage,
      )),
    ];
    const [first, second] = await recipe.predict(model, inputs);
    const [right] = first!['boxes'] as Record<string, number>[];
    const [left] = second!['boxes'] as Record<string, number>[];
    expect(right).toMatchObject({ label: 'right' });
    expect(left).toMatchObject({ label: 'left' });
    expect(right!['x']! + right!['width']! / 2).toBeGreaterThan(125);
    expect(left!['x']! + left!['width']! / 2).toBeLessThan(20);
  });

  it.each([
    [{ kind: 'value', value: [] }, 'data: expected 1 to 256 pictures, found 0'],
    [{ kind: 'value', value: 5 }, 'data[0]: expected a picture as base64 text, found number'],
    [
      { kind: 'file', name: 'a.txt', bytes: new Uint8Array(4) },
      'a.txt: expected a PNG, JPEG or WebP picture, found 4 bytes that do not decode',
    ],
  ] as const)('refuses %j', async (raw, message) => {
    const failure = await recipe.parseInput(model, raw, decodeImage).catch(toFailure);
    expect(failure).toMatchObject({ code: 'INPUT_INVALID', message });
  });

  it('does not load what another recipe saved', async () => {
    const files = new Map(await recipe.save(model));
    files.set('preprocessing.json', Buffer.from('{"recipe":"image-classification","side":96}'));
    await expect(recipe.load(files)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: 'artifact/preprocessing.json: expected the preprocessing of object-detection',
    });
  });
});
