import { tf } from '../../compute/tensorflow.ts';

/** How much geometry counts beside finding middles. */
const geometryShare = 1;
const smallest = 1e-4;

/**
 * Focal loss of the middles (Lin et al. 2017, as changed by Zhou et al. 2019) and mean absolute error
 * of the geometry where boxes are.
 * @param targets middles, elsewhere, geometry, weights: see `DetectionTargets`
 */
export function detectionLoss(
  outputs: tf.Tensor | tf.Tensor[],
  [middles, elsewhere, geometry, weights]: readonly tf.Tensor[],
): tf.Scalar {
  const [logits, found] = outputs as [tf.Tensor, tf.Tensor];
  return tf.tidy(() => {
    const sure = tf.clipByValue(tf.sigmoid(logits), smallest, 1 - smallest);
    const unsure = tf.sub(1, sure);
    const missed = tf.mul(middles!, tf.mul(tf.square(unsure), tf.log(sure)));
    const invented = tf.mul(elsewhere!, tf.mul(tf.square(sure), tf.log(unsure)));
    const focal = tf.div(tf.sum(tf.add(missed, invented)), tf.maximum(1, tf.sum(middles!)));
    const errors = tf.mul(weights!, tf.abs(tf.sub(found, geometry!)));
    const error = tf.div(tf.sum(errors), tf.maximum(1, tf.mul(2, tf.sum(weights!))));
    return tf.sub(tf.mul(geometryShare, error), focal) as tf.Scalar;
  });
}
