import { tf } from '../tensorflow.ts';
import { AdamStep, adamStep } from './adam-step.ts';
import { conv2dFilterGradient } from './conv2d-filter-gradient.ts';
import { conv2dInputGradient } from './conv2d-input-gradient.ts';
import { depthwiseFilterGradient } from './depthwise-filter-gradient.ts';
import { depthwiseInputGradient } from './depthwise-input-gradient.ts';
import { einsum } from './einsum.ts';
import { identity } from './identity.ts';
import { registerKernel } from './kernel.ts';
import { matMul } from './mat-mul.ts';
import { maxPoolGradient } from './max-pool-gradient.ts';
import { mean, sum } from './sum.ts';
import { tile } from './tile.ts';
import { unsortedSegmentSum } from './unsorted-segment-sum.ts';

/**
 * Gives tfjs-backend-wasm the kernels that training needs and it lacks, and faster ones where its
 * own hold training up. Call once, before the engine starts the backend.
 */
export function registerWasmKernels(): void {
  // missing
  registerKernel(tf.Conv2DBackpropFilter, conv2dFilterGradient);
  registerKernel(tf.DepthwiseConv2dNativeBackpropFilter, depthwiseFilterGradient);
  registerKernel(tf.DepthwiseConv2dNativeBackpropInput, depthwiseInputGradient);
  registerKernel(tf.Einsum, einsum);
  registerKernel(tf.UnsortedSegmentSum, unsortedSegmentSum);
  // called less often
  registerKernel(AdamStep, adamStep);
  // unsafe and slow
  registerKernel(tf.BatchMatMul, matMul);
  registerKernel(tf._FusedMatMul, matMul);
  // slow
  registerKernel(tf.Conv2DBackpropInput, conv2dInputGradient);
  registerKernel(tf.Identity, identity);
  registerKernel(tf.MaxPoolGrad, maxPoolGradient);
  registerKernel(tf.Mean, mean);
  registerKernel(tf.Sum, sum);
  registerKernel(tf.Tile, tile);
}
