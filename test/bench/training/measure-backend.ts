import { startBackend } from '../../../runner/src/compute/backend.ts';
import { backends } from '../../../runner/src/compute/backends/index.ts';
import { layers, tf } from '../../../runner/src/compute/tensorflow.ts';
import { networks, type Network } from './networks.ts';

/**
 * `node measure-backend.ts <backend>`: one JSON line of samples a second for each network. A process of
 * its own for each backend, as threads are chosen when a library is loaded.
 */
const budgetMs = 2000;
const backend = backends.find(({ name }) => name === process.argv[2])!;
const addOnFolder = process.env.ORANGERY_TFJS_NODE;
const choice = await startBackend(backend.name, addOnFolder === undefined ? {} : { addOnFolder });

for (const network of networks) {
  const speed = await measure(network);
  process.stdout.write(
    `${JSON.stringify({ network: network.title, library: choice.library, gpu: choice.gpu, ...speed })}\n`,
  );
}
process.exit(0); // Dawn keeps a process alive

async function measure(network: Network): Promise<{ train: number; predict: number }> {
  const model = layers.sequential({ layers: network.build() });
  const optimizer = tf.train.adam(1e-3);
  const x = tf.randomNormal([network.batch, ...network.inputShape], 0, 1, 'float32', 1);
  const classes = Array.from({ length: network.batch }, (_, index) => index % 10);
  const y = tf.tidy(() => tf.cast(tf.oneHot(tf.tensor1d(classes, 'int32'), 10), 'float32'));
  const cost = (): tf.Scalar => {
    const logits = model.apply(x, { training: true }) as tf.Tensor;
    return tf.losses.softmaxCrossEntropy(y, logits) as tf.Scalar;
  };
  const result = {
    train: await samplesPerSecond(() => optimizer.minimize(cost, true)!, network.batch),
    predict: await samplesPerSecond(() => model.predict(x) as tf.Tensor, network.batch),
  };
  model.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return result;
}

/** By the fastest step, its result read: others on the machine only slow it down. */
async function samplesPerSecond(step: () => tf.Tensor, samples: number): Promise<number> {
  let fastestMs = Infinity;
  let steps = 0; // the first of them compiles
  for (const endMs = performance.now() + budgetMs; performance.now() < endMs || steps < 2;) {
    const startMs = performance.now();
    const result = tf.tidy(step);
    await result.data();
    result.dispose();
    fastestMs = Math.min(fastestMs, performance.now() - startMs);
    steps += 1;
  }
  return (samples / fastestMs) * 1000;
}
