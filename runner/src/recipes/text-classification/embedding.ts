import { layers, tf } from '../../compute/tensorflow.ts';
import type { BatchSource } from '../../network/batch-source.ts';
import { classifierLoss, measureClassifier, oneHot } from '../../network/classifier.ts';
import { fitNetwork } from '../../network/fit-network.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import { readPreprocessing } from '../../network/network-artifact.ts';
import { deriveSeed } from '../../random.ts';
import type { ArtifactFiles, Fitted, FitOptions } from '../recipe.ts';
import type { SparseRows } from '../text/sparse-rows.ts';
import type { TextKnobs } from './knobs.ts';
import type { EmbeddingModel } from './model.ts';
import { parseTextPreprocessing, TermEncoder, type TextPreprocessing } from './preprocessing.ts';
import type { TextData } from './read-texts.ts';

/** More terms make a network too large to keep and too slow to fit. */
export const mostEmbeddedTerms = 20_000;

/** Fits a network that takes the mean of learnt vectors of a text's terms (Joulin et al. 2017). */
export async function fitEmbedding(
  options: FitOptions<TextData>,
  knobs: TextKnobs,
  preprocessing: TextPreprocessing,
): Promise<Fitted<EmbeddingModel>> {
  const { train, selection } = options;
  const encoder = new TermEncoder(preprocessing);
  const terms = preprocessing.terms.length;
  const classes = preprocessing.classes.length;
  const sourceOf = ({ examples, labels }: TextData): BatchSource =>
    denseSource(encoder.encode(examples.map(({ text }) => text)), labels, { terms, classes });
  const network = buildNetwork({ terms, classes }, knobs, options.seed);
  try {
    startWhereAlike(network, options.start ?? options.backbone, preprocessing);
    const chosenBy = selection && sourceOf(selection);
    const result = await fitNetwork({
      ...options,
      network,
      train: sourceOf(train),
      loss: classifierLoss,
      measure: chosenBy && (() => measureClassifier(network, chosenBy, selection.labels, classes)),
      epochs: Math.min(30, Math.max(3, Math.round(12_000 / train.examples.length))),
      patience: 4,
      batchSize: 32,
      learningRate: knobs.learningRate,
      decay: 0,
    });
    return { model: { family: 'embedding', preprocessing, encoder, network }, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

interface Shape {
  readonly terms: number;
  readonly classes: number;
}

/** Rows made dense batch by batch. */
export function denseSource(
  rows: SparseRows,
  labels: Int32Array,
  { terms, classes }: Shape,
): BatchSource {
  return {
    count: rows.count,
    batch: (indices) => {
      const values = new Float32Array(indices.length * terms);
      for (const [place, row] of indices.entries()) {
        for (let position = rows.offsets[row]!; position < rows.offsets[row + 1]!; position += 1) {
          values[place * terms + rows.columns[position]!] = rows.values[position]!;
        }
      }
      const targets = indices.map((index) => labels[index]!);
      return {
        inputs: tf.tensor2d(values, [indices.length, terms]),
        targets: [oneHot(targets, classes)],
      };
    },
  };
}

function buildNetwork(
  { terms, classes }: Shape,
  { units, dropout }: TextKnobs,
  seed: number,
): layers.LayersModel {
  const seedOf = (name: string): number => deriveSeed(seed, name) % 0x7fffffff;
  const network = layers.sequential({ name: 'text_classifier' });
  network.add(
    layers.layers.dense({
      name: 'embedding',
      inputShape: [terms],
      units,
      activation: 'relu',
      // each text's row has length 1, so that its mean vector starts near length 1 too
      kernelInitializer: layers.initializers.randomNormal({
        stddev: 1 / Math.sqrt(units),
        seed: seedOf('embedding'),
      }),
    }),
  );
  if (dropout > 0) {
    network.add(layers.layers.dropout({ name: 'dropout', rate: dropout, seed: seedOf('dropout') }));
  }
  network.add(
    layers.layers.dense({
      name: 'logits',
      units: classes,
      kernelInitializer: layers.initializers.glorotNormal({ seed: seedOf('logits') }),
    }),
  );
  return network;
}

/** Weights are taken over where they stand for the same terms and classes. */
function startWhereAlike(
  network: layers.LayersModel,
  files: ArtifactFiles | undefined,
  { terms, classes }: TextPreprocessing,
): void {
  if (files === undefined) return;
  const known = parseTextPreprocessing(readPreprocessing(files));
  if (known.family !== 'embedding' || !isSame(known.terms, terms)) return;
  const hasClasses = isSame(known.classes, classes);
  startFromWeights(network, files, (name) => name === 'embedding' || hasClasses);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
