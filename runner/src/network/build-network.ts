import { show } from '@orangery/schemas';
import { layers, tf } from '../compute/tensorflow.ts';
import type { SavedNetwork } from './check-network.ts';
import { isShape, unexpectedModel } from './model-file.ts';

/** What every layer makes each of its weights by; protected in TensorFlow.js. */
interface WeightMaker {
  setFastWeightInitDuringBuild(isFast: boolean): void;
  addWeight(this: WeightMaker, name: string, shape: unknown[], ...rest: unknown[]): Weight;
}

interface Weight {
  dispose(): void;
}

const bytesOfNumber = 4;

/**
 * Builds the layers of a saved network and gives them their weights. What the layers take is
 * counted as they take it, since it follows from all that is said of them and of their inputs.
 * @throws Failure FILE_INVALID when the layers ask for more than there is; Error of TensorFlow.js
 * when layers and weights do not fit together
 */
export async function buildNetwork(saved: SavedNetwork): Promise<layers.LayersModel> {
  const { modelTopology, specs, data } = saved;
  const made: Weight[] = [];
  const weights = tf.io.decodeWeights(data, [...specs]);
  try {
    const network = await counting(data.byteLength, made, async () =>
      layers.models.modelFromJSON({ modelTopology }),
    );
    network.loadWeights(weights);
    return network;
  } catch (error) {
    for (const weight of made) weight.dispose();
    throw error;
  } finally {
    tf.dispose(Object.values(weights));
  }
}

/**
 * Counts the weights that layers make, of all networks, until `build` gives its promise: by then its
 * layers are built, and no other network is meanwhile.
 */
function counting<Built>(
  mostBytes: number,
  made: Weight[],
  build: () => Promise<Built>,
): Promise<Built> {
  const maker = layers.layers.Layer.prototype as unknown as WeightMaker;
  const { addWeight } = maker;
  let bytes = 0;
  maker.addWeight = function (name, shape, ...rest) {
    bytes += isShape(shape) ? shape.reduce((numbers, size) => numbers * size, bytesOfNumber) : NaN;
    if (!(bytes <= mostBytes)) {
      const found = `${name} ${show(shape)}`;
      throw unexpectedModel(
        `layers of at most ${mostBytes} bytes, as weights.bin has them, found ${found}`,
      );
    }
    // no numbers are drawn for weights that are known
    this.setFastWeightInitDuringBuild(true);
    const weight = addWeight.call(this, name, shape, ...rest);
    made.push(weight);
    return weight;
  };
  try {
    return build();
  } finally {
    maker.addWeight = addWeight;
  }
}
