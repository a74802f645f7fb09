import { layers, tf } from '../compute/tensorflow.ts';
import type { PlainValue } from './wire/values.ts';

/** A TensorFlow.js layers model as a value that `save` may give. */
export async function networkParameters(network: layers.LayersModel): Promise<PlainValue> {
  let saved: PlainValue = null;
  const handler = tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const rename = renamer(network);
    const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
    saved = {
      topology: JSON.stringify(modelTopology, rename),
      specs: JSON.stringify(weightSpecs, rename),
      weights,
    };
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  });
  await network.save(handler);
  return saved;
}

/**
 * The model that `networkParameters` was given.
 * @throws Error when the value is not of one
 */
export async function networkFrom(saved: PlainValue | undefined): Promise<layers.LayersModel> {
  const { topology, specs, weights } = (saved ?? {}) as Partial<Record<string, PlainValue>>;
  if (typeof topology !== 'string' || typeof specs !== 'string') {
    throw new Error('networkFrom: expected what networkParameters gave');
  }
  const modelTopology: object = parsed(topology);
  const weightSpecs = parsed<tf.io.WeightsManifestEntry[]>(specs);
  const weightData = (weights as Uint8Array<ArrayBuffer>).slice().buffer;
  return layers.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

/**
 * Numbers layers without a name of their own from 1: TensorFlow.js counts those of all networks of a
 * process, so that the same network would be saved otherwise the second time.
 */
function renamer(network: layers.LayersModel): (key: string, value: unknown) => unknown {
  const names = new Map([[network.name, 'network']]);
  for (const [index, layer] of network.layers.entries()) {
    const isCounted = new RegExp(`_${layer.getClassName()}\\d+$`).test(layer.name);
    if (isCounted) names.set(layer.name, `${layer.getClassName()}_${index + 1}`);
  }
  return (_, value) => {
    if (typeof value !== 'string') return value;
    const [layer, ...weight] = value.split('/');
    const name = names.get(layer!);
    return name === undefined ? value : [name, ...weight].join('/');
  };
}

/** TensorFlow.js checks it: it is the module's own. */
function parsed<Value extends object>(text: string): Value {
  const value: unknown = JSON.parse(text);
  return value as Value;
}
