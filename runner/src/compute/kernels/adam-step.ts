import type { tf } from '../tensorflow.ts';
import { values, type KernelCall } from './kernel.ts';

/** Name of the kernel; tfjs has none like it. */
export const AdamStep = 'AdamStep';

/** A weight, its moments and its gradient have one shape; the powers are scalars. */
export interface AdamInputs {
  readonly weight: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** Of the decay rates, by the steps done and this one. */
  readonly firstPower: tf.Tensor;
  readonly secondPower: tf.Tensor;
}

export interface AdamAttrs {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly rate: number;
}

/**
 * A step of Adam (Kingma and Ba 2015): the new weight and its new moments, in the bits that tfjs
 * gives. Its fourteen operations a weight take longer to call than to compute; each of theirs is
 * rounded to single precision here.
 */
export function adamStep({
  inputs,
  attrs,
  backend,
}: KernelCall<AdamInputs, AdamAttrs>): tf.TensorInfo[] {
  const { weight, first, second, gradient, firstPower, secondPower } = inputs;
  const outputs = [weight, first, second].map(({ shape }) => backend.makeOutput(shape, 'float32'));
  const [newWeights, newFirsts, newSeconds] = outputs.map((output) => values(backend, output));
  const given = [weight, first, second, gradient].map((input) => values(backend, input));
  const [weights, firsts, seconds, gradients] = given;
  const [power1] = values(backend, firstPower);
  const [power2] = values(backend, secondPower);
  const { fround: single, sqrt } = Math;
  const [keep1, keep2] = [single(attrs.beta1), single(attrs.beta2)];
  const [take1, take2] = [single(1 - attrs.beta1), single(1 - attrs.beta2)];
  const [scale1, scale2] = [single(1 - power1!), single(1 - power2!)];
  const [epsilon, rate] = [single(attrs.epsilon), single(-attrs.rate)];
  for (let index = 0; index < weight.size; index += 1) {
    const slope = gradients![index]!;
    const mean = single(single(firsts![index]! * keep1) + single(slope * take1));
    const square = single(single(seconds![index]! * keep2) + single(single(slope * slope) * take2));
    const root = single(single(sqrt(single(square / scale2))) + epsilon);
    newFirsts![index] = mean;
    newSeconds![index] = square;
    newWeights![index] = single(
      single(single(single(mean / scale1) / root) * rate) + weights![index]!,
    );
  }
  return outputs;
}
