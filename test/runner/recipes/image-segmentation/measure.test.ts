import { beforeAll, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import { argMaxRows } from '../../../../runner/src/metrics/classification.ts';
import { meanOverlap } from '../../../../runner/src/metrics/segmentation.ts';
import { createRandom } from '../../../../runner/src/random.ts';
import { measureSegmenter } from '../../../../runner/src/recipes/image-segmentation/measure.ts';
import { segment } from '../../../../runner/src/recipes/image-segmentation/model.ts';
import { buildSegmenter } from '../../../../runner/src/recipes/image-segmentation/network.ts';

const preprocessing = {
  recipe: 'image-segmentation',
  side: 64,
  channels: 1,
  mean: [127],
  deviation: [70],
  classes: ['a', 'b', 'c'],
} as const;
const random = createRandom(3);
/** More than are measured at once. */
const prepared = Array.from({ length: 18 }, () => ({
  picture: Uint8Array.from({ length: 64 * 64 }, () => random.integer(256)),
  mask: Uint8Array.from({ length: 64 * 64 }, () => random.integer(3)),
}));

beforeAll(async () => {
  await startBackend('wasm');
});

it('measures overlap and loss of every picture in one pass', async () => {
  const model = { network: buildSegmenter(preprocessing, 2, 1), preprocessing };
  const before = tf.memory().numTensors;
  const sizes: number[] = [];
  const loss = (_: unknown, [targets]: readonly tf.Tensor[]): tf.Scalar => {
    sizes.push(targets!.shape[0]!);
    return tf.scalar(targets!.shape[0]!);
  };
  const measured = await measureSegmenter(model, prepared, loss);
  expect(sizes).toEqual([16, 2]);
  // each picture's loss is its batch's
  expect(measured.loss).toBeCloseTo((16 * 16 + 2 * 2) / 18, 6);
  const found: Uint8Array[] = [];
  for await (const probabilities of segment(
    model,
    prepared.map(({ picture }) => picture),
  )) {
    found.push(Uint8Array.from(argMaxRows(probabilities, 3)));
  }
  const pictures = prepared.map(({ mask }, index) => ({ truth: mask, found: found[index]! }));
  expect(measured.score).toBe(meanOverlap(3, pictures));
  expect(tf.memory().numTensors).toBe(before);
  model.network.dispose();
});
