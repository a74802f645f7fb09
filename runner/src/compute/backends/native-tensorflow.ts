import { tf } from '../tensorflow.ts';
import { loadAddOn } from './add-on.ts';
import { shimNodeUtil } from './node-util-shim.ts';
import type { Registered, StartOptions } from './backend-entry.ts';

export type NativePackage = '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu';

/** Both packages hold a TensorFlow library; a process that loads two of them crashes. */
let loaded: NativePackage | undefined;

/**
 * Loads TensorFlow's own library once, and says whether it computes on a GPU. Once a package is
 * loaded it answers for the other too.
 * @throws MissingAddOn
 */
export async function registerTensorFlow(
  name: NativePackage,
  options: StartOptions,
): Promise<Registered & { readonly isOnGpu: boolean }> {
  shimNodeUtil();
  if (loaded === undefined) {
    const before = tf.engine().backendName;
    loadAddOn(name, options);
    loaded = name;
    // the package takes the engine for itself when it is loaded
    if (before) await tf.setBackend(before);
  }
  const backend: unknown = tf.findBackend('tensorflow');
  const version = read(read(backend, 'binding'), 'TF_Version');
  return {
    library: `tfjs ${tf.version_core}, tensorflow ${String(version)}`,
    isOnGpu: read(backend, 'isUsingGpuDevice') === true,
  };
}

function read(from: unknown, key: string): unknown {
  return typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;
}
