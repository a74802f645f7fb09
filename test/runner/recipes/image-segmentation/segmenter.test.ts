import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { decodeImage } from '../../../../runner/src/dataset/decode-image.ts';
import { imageSegmentation as recipe } from '../../../../runner/src/recipes/image-segmentation/index.ts';
import type { SegmentationModel } from '../../../../runner/src/recipes/image-segmentation/model.ts';
import type { SegmentationData } from '../../../../runner/src/recipes/image-segmentation/read-segmentation.ts';
import type { Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { cornerPicture } from '../../../helpers/pictures.ts';
import { itKeepsFitPromises, itKeepsFrozenLayers } from '../../../helpers/fit-promises.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

const side = 32;
let data: SegmentationData;

/** 1 in the disc that `cornerPicture` draws. */
async function cornerMask(corner: number): Promise<Uint8Array> {
  const [middleX, middleY] = [corner % 2 === 0 ? 0.28 : 0.72, corner < 2 ? 0.28 : 0.72];
  const values = Uint8Array.from({ length: side * side }, (_, pixel) => {
    const [x, y] = [(pixel % side) / side, Math.floor(pixel / side) / side];
    return Math.hypot(x - middleX, y - middleY) < 0.18 ? 1 : 0;
  });
  const image = sharp(values, { raw: { width: side, height: side, channels: 1 } });
  return image.toColourspace('b-w').png().toBuffer();
}

beforeAll(async () => {
  await startBackend('wasm');
  const files: Record<string, string | Uint8Array> = { 'classes.txt': 'dark\ndisc\n' };
  for (let index = 0; index < 12; index += 1) {
    files[`images/${index}.png`] = await cornerPicture(index % 4, index, side);
    files[`masks/${index}.png`] = await cornerMask(index % 4);
  }
  data = await recipe.readData(dataFiles(files), readOptions());
});

const whole = 90;
const plain = { filters: 4, learningRate: 0.006, augmentation: 0.3, batchSize: 8 };

async function fit(
  epochs: number,
  { knobs, ...options }: Partial<FitOptions<SegmentationData>> = {},
): Promise<Fitted<SegmentationModel>> {
  const indices = data.examples.map((_, index) => index);
  return recipe.fit({
    train: recipe.select(
      data,
      indices.filter((index) => index % 5 !== 0),
    ),
    selection: recipe.select(
      data,
      indices.filter((index) => index % 5 === 0),
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

describe('fitting a segmenter', () => {
  const small = { recipe, fit, whole, data: () => data };
  itKeepsFitPromises(small);
  itKeepsFrozenLayers(small, 'trunk_2');
});

describe('a trained segmenter', () => {
  let model: SegmentationModel;
  beforeAll(async () => {
    const knobs = { filters: 8, batchSize: 4, rotation: 0 };
    ({ model } = await fit(14, { train: data, selection: null, knobs }));
  });

  it('marks what it was shown, better than one class everywhere', async () => {
    const { metrics, intervals, details } = await recipe.evaluate(model, data);
    const baseline = recipe.baseline(data, data);
    expect(metrics['meanIoU']).toBeGreaterThan(0.85);
    expect(baseline.metrics['meanIoU']).toBeLessThan(0.5);
    expect(Object.keys(baseline.metrics)).toEqual(Object.keys(metrics));
    expect(intervals['meanIoU']!.lower).toBeGreaterThan(0.8);
    expect(details?.perClass?.map(({ name }) => name)).toEqual(['dark', 'disc']);
  });

  it('answers the same after it was saved and loaded', async () => {
    const files = await recipe.save(model);
    const loaded = await recipe.load(files);
    expect(await recipe.save(loaded)).toEqual(files);
    const inputs = data.examples.slice(0, 3).map(({ pixels }) => pixels);
    expect(await recipe.predict(loaded, inputs)).toEqual(await recipe.predict(model, inputs));
    recipe.dispose(loaded);
  });

  it.each([
    [40, 40, 40],
    [700, 512, 512],
  ])(
    'gives run lengths that fill the mask of a picture %i pixels wide',
    async (width, answered) => {
      const bytes = await cornerPicture(3, 99, width);
      const inputs = await recipe.parseInput(
        model,
        { kind: 'file', name: 'a.png', bytes },
        decodeImage,
      );
      const [prediction] = await recipe.predict(model, inputs);
      expect(prediction).toMatchObject({
        classes: ['dark', 'disc'],
        width: answered,
        height: answered,
      });
      const runs = prediction!['mask'] as number[];
      const counts = [0, 0];
      for (let index = 0; index < runs.length; index += 2)
        counts[runs[index]!]! += runs[index + 1]!;
      expect(counts[0]! + counts[1]!).toBe(answered * answered);
      const shares = prediction!['shares'] as Record<string, number>;
      expect(shares['disc']).toBeCloseTo(counts[1]! / answered ** 2, 12);
      // the disc takes a tenth of the picture
      expect(shares['disc']).toBeGreaterThan(0.05);
      expect(shares['disc']).toBeLessThan(0.2);
    },
  );

  it('does not load what another recipe saved', async () => {
    const files = new Map(await recipe.save(model));
    files.set('preprocessing.json', Buffer.from('{"recipe":"object-detection","side":96}'));
    await expect(recipe.load(files)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: 'artifact/preprocessing.json: expected the preprocessing of image-segmentation',
    });
  });
});
