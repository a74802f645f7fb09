import { layers, tf } from '../../compute/tensorflow.ts';
import type { BatchSource } from '../../network/batch-source.ts';
import { oneHot } from '../../network/classifier.ts';
import { deriveSeed } from '../../random.ts';
import { encodedWidth, encodeRow, type TablePreprocessing } from './preprocessing.ts';
import type { TableData } from './read-rows.ts';

export interface TableModel {
  readonly network: layers.LayersModel;
  readonly preprocessing: TablePreprocessing;
}

export interface TableKnobs {
  /** Hidden layers; 0 is multinomial logistic regression. */
  readonly hiddenLayers: number;
  readonly units: number;
  readonly dropout: number;
}

/** A multilayer perceptron that gives logits `[batch, classes]` of rows `[batch, width]`. */
export function buildTableNetwork(
  preprocessing: TablePreprocessing,
  { hiddenLayers, units, dropout }: TableKnobs,
  seed: number,
): layers.LayersModel {
  const input = layers.input({ shape: [encodedWidth(preprocessing)], name: 'row' });
  const seedOf = (name: string): number => deriveSeed(seed, name) % 0x7fffffff;
  let output = input;
  for (let layer = 1; layer <= hiddenLayers; layer += 1) {
    const name = `hidden_${layer}`;
    output = layers.layers
      .dense({
        name,
        units,
        activation: 'relu',
        kernelInitializer: layers.initializers.heNormal({ seed: seedOf(name) }),
      })
      .apply(output) as layers.SymbolicTensor;
    if (dropout > 0) {
      output = layers.layers
        .dropout({ name: `dropout_${layer}`, rate: dropout, seed: seedOf(`dropout_${layer}`) })
        .apply(output) as layers.SymbolicTensor;
    }
  }
  const logits = layers.layers.dense({
    name: 'logits',
    units: preprocessing.classes.length,
    kernelInitializer: layers.initializers.glorotNormal({ seed: seedOf('logits') }),
  });
  return layers.model({
    name: 'table_classifier',
    inputs: input,
    outputs: logits.apply(output) as layers.SymbolicTensor,
  });
}

/** Rows encoded for a network, ready to be put into batches. */
export function rowSource(
  rows: readonly (readonly (string | null)[])[],
  labels: Int32Array,
  preprocessing: TablePreprocessing,
): BatchSource {
  const width = encodedWidth(preprocessing);
  const encoded = new Float32Array(rows.length * width);
  for (const [index, row] of rows.entries()) {
    encodeRow(row, preprocessing.columns, encoded, index * width);
  }
  return {
    count: rows.length,
    batch: (indices) => {
      const values = new Float32Array(indices.length * width);
      for (const [row, index] of indices.entries()) {
        values.set(encoded.subarray(index * width, (index + 1) * width), row * width);
      }
      return {
        inputs: tf.tensor2d(values, [indices.length, width]),
        targets: [
          oneHot(
            indices.map((index) => labels[index]!),
            preprocessing.classes.length,
          ),
        ],
      };
    },
  };
}

/** The values a model reads, in its order, from rows of a dataset. */
export function rowsForModel(
  { columns, rows }: TableData,
  preprocessing: TablePreprocessing,
): (string | null)[][] {
  const places = preprocessing.columns.map(({ name }) =>
    columns.findIndex((column) => column.name === name),
  );
  return rows.map((row) => places.map((place) => row[place] ?? null));
}
