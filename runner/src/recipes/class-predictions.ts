import type { Field } from '@orangery/schemas';
import { argMaxRows } from '../metrics/classification.ts';
import type { ClassPrediction } from './recipe.ts';

/** Answers from probabilities `[inputs, classes]`. */
export function classPredictions(
  probabilities: Float32Array,
  classes: readonly string[],
): ClassPrediction[] {
  return Array.from(argMaxRows(probabilities, classes.length), (best, row) => {
    const values = Array.from(
      probabilities.subarray(row * classes.length, (row + 1) * classes.length),
    );
    return {
      label: classes[best]!,
      probability: values[best]!,
      probabilities: Object.fromEntries(classes.map((name, index) => [name, values[index]!])),
    };
  });
}

/** What every classifier gives; the classes are known once it is trained. */
export function classOutputs(classes: readonly string[] | undefined): readonly Field[] {
  const values = classes === undefined ? {} : { values: [...classes] };
  return [
    { name: 'label', type: 'category', description: 'The most probable class.', ...values },
    { name: 'probability', type: 'number', description: 'Probability of the label, 0…1.' },
    {
      name: 'probabilities',
      type: 'class-probabilities',
      description: 'Probability by class.',
      ...values,
    },
  ];
}
