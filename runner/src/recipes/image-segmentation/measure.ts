import { tf } from '../../compute/tensorflow.ts';
import { argMaxRows } from '../../metrics/classification.ts';
import { meanOverlap, type SegmentedPicture } from '../../metrics/segmentation.ts';
import { runsOf } from '../../network/batch-source.ts';
import type { Measured } from '../../network/best-weights.ts';
import type { NetworkFit } from '../../network/fit-network.ts';
import { segmentationSource, type PreparedPicture, type SegmentationModel } from './model.ts';

const batchSize = 16;

/** Mean overlap and mean loss on pictures as they are, from one pass. */
export async function measureSegmenter(
  { network, preprocessing }: SegmentationModel,
  prepared: readonly PreparedPicture[],
  loss: NetworkFit['loss'],
): Promise<Measured> {
  const source = segmentationSource(prepared, preprocessing);
  const classes = preprocessing.classes.length;
  const pictures: SegmentedPicture[] = [];
  let sum = 0;
  for (const indices of runsOf(source.count, batchSize)) {
    const [logits, cost] = tf.tidy(() => {
      const { inputs, targets } = source.batch(indices);
      const outputs = network.apply(inputs) as tf.Tensor;
      return [outputs, loss(outputs, targets)] as const;
    });
    sum += (await cost.data())[0]! * indices.length;
    const found = Uint8Array.from(argMaxRows(await logits.data<'float32'>(), classes));
    tf.dispose([logits, cost]);
    for (const [row, index] of indices.entries()) {
      const { mask } = prepared[index]!;
      const part = found.subarray(row * mask.length, (row + 1) * mask.length);
      pictures.push({ truth: mask, found: part });
    }
  }
  return { score: meanOverlap(classes, pictures), loss: sum / Math.max(1, source.count) };
}
