import { tf } from '../../compute/tensorflow.ts';
import type { NetworkFit } from '../../network/fit-network.ts';

/** Least probability that the cross-entropy tells; its gradient knows no such limit. */
const leastProbability = 1e-7;

/**
 * Mean cross-entropy of pixels, weighted by class, and one minus the mean over classes of the soft
 * Dice coefficient (Milletari et al. 2016, arXiv:1606.04797), which large classes do not outweigh.
 *
 * Outputs are logits `[batch, side, side, classes]`; targets of the same shape have a one at each
 * pixel's class, and zeros alone where it is not judged.
 */
export function segmentationLoss(weights: Float32Array): NetworkFit['loss'] {
  const ofLogits = (logits: tf.Tensor2D, truth: tf.Tensor2D): tf.Scalar =>
    tf.customGrad((given, save) => {
      const found = tf.softmax(given as tf.Tensor2D);
      const sums = sumUp(found, truth, weights);
      (save as tf.GradSaveFunc)([found, sums.dice, sums.both, sums.weight]);
      return {
        value: tf.add(sums.entropy, tf.sub(1, tf.mean(sums.dice))),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
          tf.mul(dy, gradient(saved as Saved, truth, weights)),
      };
    })(logits) as tf.Scalar;
  return (outputs, [targets]) =>
    tf.tidy(() => {
      const rows = [-1, weights.length] as [number, number];
      return ofLogits(
        tf.reshape(outputs as tf.Tensor, rows),
        tf.reshape(targets as tf.Tensor, rows),
      );
    });
}

interface Sums {
  readonly entropy: tf.Tensor;
  /** Dice coefficients `[classes]`. */
  readonly dice: tf.Tensor1D;
  /** What they are divided by: pixels found and pixels there, `[classes]`. */
  readonly both: tf.Tensor1D;
  /** Of all pixels together. */
  readonly weight: tf.Tensor;
}

/** @param found, truth `[pixels, classes]` */
function sumUp(found: tf.Tensor2D, truth: tf.Tensor2D, weights: Float32Array): Sums {
  const classes = weights.length;
  const ofClass = (pixels: tf.Tensor): tf.Tensor1D => tf.sum(pixels, 0);
  const right = tf.mul(found, truth) as tf.Tensor2D;
  const ofPixel = tf.matMul(truth, tf.tensor2d(weights, [classes, 1]));
  const weight = tf.maximum(1, tf.sum(ofPixel));
  const logarithms = tf.log(tf.maximum(leastProbability, tf.matMul(right, tf.ones([classes, 1]))));
  const entropy = tf.neg(tf.div(tf.sum(tf.mul(ofPixel, logarithms)), weight));
  const judged = tf.mul(found, tf.matMul(truth, tf.ones([classes, classes])));
  const both = tf.add(tf.add(ofClass(judged), ofClass(truth)), 1) as tf.Tensor1D;
  const dice = tf.div(tf.add(tf.mul(2, ofClass(right)), 1), both) as tf.Tensor1D;
  return { entropy, dice, both, weight };
}

type Saved = [found: tf.Tensor2D, dice: tf.Tensor1D, both: tf.Tensor1D, weight: tf.Tensor];

/**
 * Gradient by the logits, `[pixels, classes]`. Whatever is added to a row or a column is a product
 * with a small matrix here: WebAssembly's broadcasts over many pixels take many times as long, and so
 * does what tfjs derives by itself.
 */
function gradient(
  [found, dice, both, weight]: Saved,
  truth: tf.Tensor2D,
  weights: Float32Array,
): tf.Tensor {
  const classes = weights.length;
  const ones = tf.ones([classes, classes]) as tf.Tensor2D;
  // by the probability of class j where class k is: (dice_j - 2 [j = k]) / (classes * both_j)
  const byFound = tf.div(tf.sub(dice, tf.mul(2, tf.eye(classes))), tf.mul(classes, both));
  const slope = tf.matMul(truth, byFound as tf.Tensor2D);
  const level = tf.matMul(tf.mul(found, slope), ones);
  const share = tf.div(tf.mul(tf.tensor2d(weights, [classes, 1]), ones), weight) as tf.Tensor2D;
  return tf.add(
    tf.mul(found, tf.sub(slope, level)),
    tf.mul(tf.sub(found, truth), tf.matMul(truth, share)),
  );
}
