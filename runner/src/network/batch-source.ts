import type { tf } from '../compute/tensorflow.ts';
import type { Random } from '../random.ts';

/** Examples as numbers. */
export interface Batch {
  /** What the network takes: `[examples, ...inputShape]`, or one tensor for each of its inputs. */
  readonly inputs: tf.Tensor | tf.Tensor[];
  /** What is right, in the form that the loss takes. */
  readonly targets: readonly tf.Tensor[];
}

/** Examples made batch by batch, so that augmentation can differ each time. */
export interface BatchSource {
  readonly count: number;
  /**
   * Makes a batch; its tensors belong to the caller.
   * @param random given while training: augment; absent: do not
   */
  batch(indices: readonly number[], random?: Random): Batch;
}

/** Indices of `count` examples in runs of at most `size`. */
export function* runsOf(count: number, size: number): Generator<number[]> {
  for (let start = 0; start < count; start += size) {
    yield Array.from({ length: Math.min(size, count - start) }, (_, offset) => start + offset);
  }
}
