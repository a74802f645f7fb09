import { tf } from '../../compute/tensorflow.ts';
import type { NetworkFit } from '../../network/fit-network.ts';

/**
 * Mean cross-entropy of pixels, weighted by class, and one minus the mean over classes of the soft
 * Dice coefficient (Milletari et al. 2016, arXiv:1606.04797), which large classes do not outweigh.
 *
 * Outputs are logits `[batch, side, side, classes]`; targets of the same shape have a one at each
 * pixel's class, and zeros alone where it is not judged.
 */
export function segmentationLoss(weights: Float32Array): NetworkFit['loss'] {
  return (outputs, [targets]) =>
    tf.tidy(() => {
      const truth = targets!;
      const logarithms = tf.logSoftmax(outputs as tf.Tensor);
      const weighted = tf.mul(truth, tf.tensor1d(weights));
      const entropy = tf.div(
        tf.neg(tf.sum(tf.mul(weighted, logarithms))),
        tf.maximum(1, tf.sum(weighted)),
      );
      const judged = tf.sum(truth, -1, true);
      const found = tf.mul(tf.exp(logarithms), judged);
      const ofClass = (pixels: tf.Tensor): tf.Tensor => tf.sum(pixels, [0, 1, 2]);
      const shared = tf.mul(2, ofClass(tf.mul(found, truth)));
      const both = tf.add(ofClass(found), ofClass(truth));
      const dice = tf.mean(tf.div(tf.add(shared, 1), tf.add(both, 1)));
      return tf.add(entropy, tf.sub(1, dice)) as tf.Scalar;
    });
}
