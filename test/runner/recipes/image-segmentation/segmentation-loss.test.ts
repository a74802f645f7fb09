import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import { createRandom } from '../../../../runner/src/random.ts';
import { segmentationLoss } from '../../../../runner/src/recipes/image-segmentation/segmentation-loss.ts';

const shape: [number, number, number, number] = [2, 6, 6, 3];
const weights = Float32Array.of(0.5, 2, 1.25);
const random = createRandom(7);
const logits = Float32Array.from({ length: 2 * 6 * 6 * 3 }, () => 2 * random.normal());

/** A one at the class of each pixel; pixels of class 3 are not judged. */
function oneHot(classOf: (pixel: number) => number): Float32Array {
  const targets = new Float32Array(logits.length);
  for (let pixel = 0; pixel < 72; pixel += 1) {
    if (classOf(pixel) < 3) targets[pixel * 3 + classOf(pixel)] = 1;
  }
  return targets;
}

/** The same by its definition, which tfjs derives by itself. */
function plainLoss(outputs: tf.Tensor, truth: tf.Tensor): tf.Scalar {
  const logarithms = tf.logSoftmax(outputs);
  const weighted = tf.mul(truth, tf.tensor1d(weights));
  const entropy = tf.div(tf.sum(tf.mul(weighted, logarithms)), tf.sum(weighted));
  const found = tf.mul(tf.exp(logarithms), tf.sum(truth, -1, true));
  const ofClass = (pixels: tf.Tensor): tf.Tensor => tf.sum(pixels, [0, 1, 2]);
  const both = tf.add(ofClass(found), ofClass(truth));
  const dice = tf.div(tf.add(tf.mul(2, ofClass(tf.mul(found, truth))), 1), tf.add(both, 1));
  return tf.sub(tf.sub(1, tf.mean(dice)), entropy);
}

beforeAll(async () => {
  await startBackend('wasm');
});

describe('the loss of a segmenter', () => {
  it('is what its definition says, and so is its gradient', () => {
    const [outputs, truth] = [
      tf.tensor4d(logits, shape),
      tf.tensor4d(
        oneHot((pixel) => (pixel * 5) % 4),
        shape,
      ),
    ];
    const loss = segmentationLoss(weights);
    const ours = tf.valueAndGrad((values) => loss(values, [truth]))(outputs);
    const plain = tf.valueAndGrad((values) => plainLoss(values, truth))(outputs);
    expect(ours.value.dataSync()[0]).toBeCloseTo(plain.value.dataSync()[0]!, 5);
    const expected = [...plain.grad.dataSync()];
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.01);
    for (const [index, slope] of ours.grad.dataSync().entries()) {
      expect(slope).toBeCloseTo(expected[index]!, 7);
    }
    tf.dispose([outputs, truth, ours.value, ours.grad, plain.value, plain.grad]);
  });

  it('learns nothing from pixels that are not judged', () => {
    const [outputs, truth] = [
      tf.tensor4d(logits, shape),
      tf.tensor4d(
        oneHot((pixel) => (pixel < 36 ? pixel % 3 : 3)),
        shape,
      ),
    ];
    const slopes = tf.grad((values) => segmentationLoss(weights)(values, [truth]))(outputs);
    const largest = [...slopes.dataSync()].map(Math.abs);
    expect(Math.max(...largest.slice(108))).toBe(0);
    expect(Math.max(...largest.slice(0, 108))).toBeGreaterThan(0.001);
    tf.dispose([outputs, truth, slopes]);
  });

  it('is a number where a class is all but ruled out', () => {
    const outputs = tf.tensor4d(
      logits.map((value) => value * 1000),
      shape,
    );
    const truth = tf.tensor4d(
      oneHot((pixel) => pixel % 3),
      shape,
    );
    const { value, grad } = tf.valueAndGrad((values) => segmentationLoss(weights)(values, [truth]))(
      outputs,
    );
    expect(value.dataSync()[0]).toBeGreaterThan(1);
    expect(value.dataSync()[0]).toBeLessThan(20);
    expect([...grad.dataSync()].every(Number.isFinite)).toBe(true);
    tf.dispose([outputs, truth, value, grad]);
  });

  it('leaves no tensor behind', () => {
    const [outputs, truth] = [
      tf.tensor4d(logits, shape),
      tf.tensor4d(
        oneHot((pixel) => pixel % 3),
        shape,
      ),
    ];
    const before = tf.memory().numTensors;
    tf.grad((values) => segmentationLoss(weights)(values, [truth]))(outputs).dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([outputs, truth]);
  });
});
