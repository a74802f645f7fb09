import { tf } from '../tensorflow.ts';
import type { KernelCall } from './kernel.ts';

const { backend_util: util } = tf;

/**
 * Einstein summation of one or two tensors, such as `ij,jk->ik`: products by broadcasting and one sum
 * for each dimension that ends, as the cpu backend does it. The inputs are named `0`, `1`, ….
 */
export function einsum({
  inputs,
  attrs: { equation },
}: KernelCall<Record<string, tf.Tensor>, tf.EinsumAttrs>): tf.TensorInfo {
  const tensors = Object.values(inputs);
  const { allDims, summedDims, idDims } = util.decodeEinsumEquation(equation, tensors.length);
  util.checkEinsumDimSizes(allDims.length, idDims, tensors);
  const { path, steps } = util.getEinsumComputePath(summedDims, idDims);
  return tf.tidy(() => {
    let product: tf.Tensor | undefined;
    let remaining = allDims.length;
    for (const [step, terms] of steps.entries()) {
      for (const term of terms) {
        const factor = spreadAxes(tensors[term]!, remaining, idDims[term]!);
        product = product ? tf.mul(factor, product) : factor;
      }
      if (step === steps.length - 1) break;
      const axis = path[step]!;
      if (axis >= 0) product = tf.sum(product!, axis - (allDims.length - remaining));
      remaining -= 1;
    }
    return tf.clone(product!);
  });
}

/** Brings the dimensions of a factor into the order of the product, with size 1 where it has none. */
function spreadAxes(tensor: tf.Tensor, dimensions: number, ids: number[]): tf.Tensor {
  const { permutationIndices, expandDims } = util.getEinsumPermutation(dimensions, ids);
  const ordered = util.isIdentityPermutation(permutationIndices)
    ? tensor
    : tf.transpose(tensor, permutationIndices);
  const shape = [...ordered.shape];
  for (const axis of expandDims) shape.splice(axis, 0, 1);
  return tf.reshape(ordered, shape);
}
