import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { tf } from '../tensorflow.ts';

/** One call of a kernel, as the engine makes it. The engine holds no tape while a kernel runs. */
export interface KernelCall<Inputs, Attrs> {
  readonly inputs: Inputs;
  readonly attrs: Attrs;
  readonly backend: BackendWasm;
  /** What tfjs-backend-wasm would do; absent when it has no such kernel. */
  readonly stock?: (inputs: Inputs, attrs: Attrs) => tf.TensorInfo;
}

export type Compute<Inputs, Attrs> = (
  call: KernelCall<Inputs, Attrs>,
) => tf.TensorInfo | tf.TensorInfo[];

/**
 * Registers a kernel on `wasm`, in place of the stock one if there is one.
 * @param name of the kernel, as tfjs knows it
 */
export function registerKernel<Inputs, Attrs>(name: string, compute: Compute<Inputs, Attrs>): void {
  const replaced = tf.getKernel(name, 'wasm') as tf.KernelConfig | undefined;
  if (replaced) tf.unregisterKernel(name, 'wasm');
  tf.registerKernel({
    kernelName: name,
    backendName: 'wasm',
    setupFunc: replaced?.setupFunc,
    kernelFunc: ({ inputs, attrs, backend }) =>
      compute({
        // tfjs registers kernels untyped; the types are those of its op of the same name
        inputs: inputs as Inputs,
        attrs: attrs as Attrs,
        backend: backend as BackendWasm,
        stock: replaced && ((given, how) => callStock(replaced, given, how, backend as object)),
      }),
  });
}

function callStock(kernel: tf.KernelConfig, inputs: unknown, attrs: unknown, backend: object) {
  return kernel.kernelFunc({
    inputs: inputs as tf.NamedTensorInfoMap,
    attrs: attrs as tf.NamedAttrMap,
    backend,
  }) as tf.TensorInfo;
}

/** A tensor of zeros in the memory of the WebAssembly module. */
export function zeroOutput(backend: BackendWasm, shape: number[]): tf.TensorInfo {
  const output = backend.makeOutput(shape, 'float32');
  values(backend, output).fill(0);
  return output;
}

/**
 * The numbers of a `float32` tensor, in place. Ask after every allocation: a grown memory moves, and views of
 * the old one are empty.
 */
export function values(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array;
}
