import { tf } from '../tensorflow.ts';
import { conv2dFilterGradient } from './conv2d-filter-gradient.ts';
import { conv2dInputGradient } from './conv2d-input-gradient.ts';
import { depthwiseFilterGradient } from './depthwise-filter-gradient.ts';
import { depthwiseInputGradient } from './depthwise-input-gradient.ts';
import { maxPoolGradient } from './max-pool-gradient.ts';
import { registerKernel } from './kernel.ts';

/**
 * Gives tfjs-backend-wasm the kernels that training needs and it lacks, and faster ones where its
 * own hold training up. Call once, before the engine starts the backend.
 */
export function registerWasmKernels(): void {
  registerKernel(tf.Conv2DBackpropFilter, conv2dFilterGradient);
  registerKernel(tf.Conv2DBackpropInput, conv2dInputGradient);
  registerKernel(tf.DepthwiseConv2dNativeBackpropFilter, depthwiseFilterGradient);
  registerKernel(tf.DepthwiseConv2dNativeBackpropInput, depthwiseInputGradient);
  registerKernel(tf.MaxPoolGrad, maxPoolGradient);
}
