import { expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { restartBackend } from '../../../runner/src/compute/restart-backend.ts';
import { tf } from '../../../runner/src/compute/tensorflow.ts';

/** A gradient through kernels of ours and stock ones. */
function gradient(): Float32Array {
  return tf.tidy(() => {
    const picture = tf.reshape(tf.range(0, 50), [1, 5, 5, 2]) as tf.Tensor4D;
    const cost = (filter: tf.Tensor) =>
      tf.sum(tf.square(tf.conv2d(picture, filter as tf.Tensor4D, 2, 'same')));
    return tf
      .grad(cost)(tf.ones([3, 3, 2, 4]))
      .dataSync<'float32'>();
  });
}

it('wasm computes the same in a new module', async () => {
  await startBackend('wasm');
  const before = tf.backend();
  const expected = gradient();
  await restartBackend();
  expect(tf.backend()).not.toBe(before);
  expect(gradient()).toEqual(expected);
});

it('tensors of the old module can still be disposed', async () => {
  await startBackend('wasm');
  const count = tf.memory().numTensors;
  const old = tf.ones([3]);
  await restartBackend();
  old.dispose();
  expect(tf.memory().numTensors).toBe(count);
});

it('other backends stay as they are', async () => {
  await startBackend('cpu');
  const before = tf.backend();
  await restartBackend();
  expect(tf.backend()).toBe(before);
});
