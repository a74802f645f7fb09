import { tf } from '../../compute/tensorflow.ts';

/**
 * Mean cross-entropy of pixels, weighted.
 * @param outputs logits `[batch, side, side, classes]`
 * @param targets same shape: each pixel's weight at its class, zeros where it is not judged
 */
export function segmentationLoss(
  outputs: tf.Tensor | tf.Tensor[],
  [targets]: readonly tf.Tensor[],
): tf.Scalar {
  return tf.tidy(() => {
    const losses = tf.mul(targets!, tf.logSoftmax(outputs as tf.Tensor));
    return tf.neg(tf.div(tf.sum(losses), tf.maximum(1, tf.sum(targets!)))) as tf.Scalar;
  });
}
