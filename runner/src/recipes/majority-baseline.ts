import type { Baseline } from '@orangery/schemas';
import { measureClassification } from '../metrics/classification.ts';

/** Always answers the training data's class shares: its accuracy is that of the commonest class. */
export function majorityBaseline(
  trainLabels: Int32Array,
  testLabels: Int32Array,
  classes: readonly string[],
): Baseline {
  const shares = new Array<number>(classes.length).fill(0);
  for (const label of trainLabels) shares[label]! += 1 / trainLabels.length;
  const probabilities = Float32Array.from(
    { length: testLabels.length * classes.length },
    (_, index) => shares[index % classes.length]!,
  );
  const { metrics } = measureClassification({ classes, probabilities, labels: testLabels });
  return { name: 'majority class', metrics };
}
