import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import { decodeImage } from '../../../../runner/src/dataset/decode-image.ts';
import { imageSegmentation as recipe } from '../../../../runner/src/recipes/image-segmentation/index.ts';
import type { SegmentationModel } from '../../../../runner/src/recipes/image-segmentation/model.ts';
import type { SegmentationData } from '../../../../runner/src/recipes/image-segmentation/read-segmentation.ts';
import type { Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { cornerPicture } from '../../../helpers/pictures.ts';
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

async function weightsOf({ model }: Fitted<SegmentationModel>): Promise<Buffer> {
  return Buffer.from((await recipe.save(model)).get('weights.bin')!);
}

describe('fitting a segmenter', () => {
  it('gives the same weights paused at a third as in one stretch, bit for bit', async () => {
    const straight = await fit(3);
    const first = await fit(1);
    expect(first).toMatchObject({ status: 'paused', epochs: whole });
    const rest = await fit(3, { checkpoint: first.checkpoint! });
    expect(await weightsOf(rest)).toEqual(await weightsOf(straight));
    expect([rest.score, rest.selectionLoss]).toEqual([straight.score, straight.selectionLoss]);
    for (const { model } of [straight, first, rest]) recipe.dispose(model);
  });

  it('is fitted to all the data without any that chooses', async () => {
    const refit = await fit(2, { train: data, selection: null });
    expect(refit).toMatchObject({ status: 'done', keptEpoch: 2, score: 0 });
    recipe.dispose(refit.model);
  });

  it('starts from another trial’s weights', async () => {
    const first = await fit(2);
    const start = await recipe.save(first.model);
    const [fresh, warm] = [await fit(1), await fit(1, { start })];
    expect(warm.selectionLoss).toBeLessThan(fresh.selectionLoss);
    for (const { model } of [first, fresh, warm]) recipe.dispose(model);
  });

  it('leaves a frozen backbone as it is', async () => {
    const trunk = ({ model }: Fitted<SegmentationModel>): number[] =>
      model.network
        .getLayer('trunk_2')
        .getWeights()
        .flatMap((weight) => [...weight.dataSync()]);
    const parent = await fit(1);
    const backbone = await recipe.save(parent.model);
    const frozen = await fit(1, { backbone, seed: 6, knobs: { backbone: 'frozen' } });
    const tuned = await fit(1, { backbone, seed: 6, knobs: { backbone: 'fine-tuned' } });
    expect(trunk(frozen)).toEqual(trunk(parent));
    expect(trunk(tuned)).not.toEqual(trunk(parent));
    for (const { model } of [parent, frozen, tuned]) recipe.dispose(model);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const { model } = await fit(1);
    await recipe.evaluate(model, data);
    recipe.dispose(model);
    expect(tf.memory().numTensors).toBe(before);
  });
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
