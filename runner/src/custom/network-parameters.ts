import { layers, tf } from '../compute/tensorflow.ts';
import type { PlainValue } from './wire/values.ts';

/** A TensorFlow.js layers model as a value that `save` may give. */
export async function networkParameters(network: layers.LayersModel): Promise<PlainValue> {
  let saved: PlainValue = null;
  const handler = tf.io.withSaveHandler(async ({ modelTopology, weightSpecs, weightData }) => {
    const topology = JSON.stringify(modelTopology);
    const weights = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
    saved = { topology, specs: JSON.stringify(weightSpecs), weights };
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

/** TensorFlow.js checks it: it is the module's own. */
function parsed<Value extends object>(text: string): Value {
  const value: unknown = JSON.parse(text);
  return value as Value;
}
