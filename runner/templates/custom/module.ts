import { defineModule } from '@orangery/runner/module';

/** k nearest neighbours: what the classes of the closest training rows are. */
interface Neighbours {
  readonly count: number;
  readonly values: Float32Array;
  readonly labels: Int32Array;
  readonly isWeighted: boolean;
}

export default defineModule({
  data: 'tabular-classification',
  knobs: {
    neighbours: { type: 'integer', min: 1, max: 15 },
    weighting: { type: 'categorical', values: ['equal', 'by distance'] },
  },
  defaults: { neighbours: 5, weighting: 'equal' },

  train({ examples, knobs }): Neighbours {
    return {
      count: Math.min(Number(knobs.neighbours), examples.count),
      isWeighted: knobs.weighting === 'by distance',
      values: examples.values,
      labels: examples.labels,
    };
  },

  predict(model, { count, values, shape, classes }) {
    const width = shape[0]!;
    return Array.from({ length: count }, (_, row) => {
      const shares = classes.map(() => 0);
      for (const [label, distance] of closest(
        model,
        values.subarray(row * width, row * width + width),
      )) {
        shares[label]! += model.isWeighted ? 1 / (distance + 1e-6) : 1;
      }
      const sum = shares.reduce((total, share) => total + share);
      return shares.map((share) => share / sum);
    });
  },

  save: (model) => ({ ...model }),
  load: (saved) => saved,
});

/** Label and squared distance of the closest training rows. */
function closest({ count, values, labels }: Neighbours, row: Float32Array): [number, number][] {
  const width = row.length;
  const all = Array.from(labels, (label, index): [number, number] => [
    label,
    row.reduce((sum, value, at) => sum + (value - values[index * width + at]!) ** 2, 0),
  ]);
  return all.sort((a, b) => a[1] - b[1]).slice(0, count);
}
