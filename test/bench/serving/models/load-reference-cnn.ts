import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { layers, tf } from '../../../../runner/src/compute/tensorflow.ts';
import type { Predictor } from '../../../../runner/src/inference/predictor.ts';
import { isRawTensor } from '../../../../runner/src/recipes/raw-tensor.ts';
import { networks } from '../../training/networks.ts';
import { describe } from './describe.ts';

const side = 28;

/** The reference CNN of the training bench with weights by chance; takes 28 × 28 numbers. */
export async function loadReferenceCnn(): Promise<Predictor> {
  await startBackend('wasm');
  const network = networks.find(({ title }) => title.startsWith('reference CNN'))!;
  const model = layers.sequential();
  for (const layer of network.build()) model.add(layer);
  return {
    ...describe('cnn', [{ name: 'x', type: 'tensor', datatype: 'FP32', shape: [side, side, 1] }]),
    parse: async (raw) => [pixelsOf(raw)],
    predictParsed: async (inputs) => {
      const batch = new Float32Array(inputs.length * side * side);
      inputs.forEach((input, index) => batch.set(input as Float32Array, index * side * side));
      const x = tf.tensor4d(batch, [inputs.length, side, side, 1]);
      const scores = tf.tidy(() => tf.softmax(model.predict(x) as tf.Tensor2D));
      const best = await scores.array();
      tf.dispose([x, scores]);
      return best.map((row) => {
        const probability = Math.max(...row);
        return { label: String(row.indexOf(probability)), probability };
      });
    },
    dispose: () => model.dispose(),
  };
}

function pixelsOf(raw: Parameters<Predictor['parse']>[0]): Float32Array {
  if (raw.kind === 'value' && isRawTensor(raw.value) && raw.value.data instanceof Float32Array) {
    return raw.value.data;
  }
  if (raw.kind === 'value' && Array.isArray(raw.value)) return Float32Array.from(raw.value.flat(2));
  throw new Error('expected 28 × 28 numbers');
}
