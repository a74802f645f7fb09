import type { Measured } from '../../network/best-weights.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import { fitEpochs, type Learner } from '../text/fit-epochs.ts';
import { FtrlWeights } from '../text/ftrl.ts';
import { bestLabels, scoreTokens, sizeOfChain } from './chain.ts';
import { encodeSentence, learnFeatures, type SentenceFeatures } from './feature-table.ts';
import { readKnobs, type SequenceKnobs } from './knobs.ts';
import { knownWeights } from './known-weights.ts';
import { crfLearner, lossOfPath, perceptronLearner, type ChainProblem } from './learners.ts';
import { shapeOf, type SequenceModel } from './model.ts';
import type { SequenceData } from './read-corpus.ts';

/** Largest number of weights: many labels get fewer features. */
const mostWeights = 8_000_000;

/** Fits a linear chain over features of words. */
export async function fitSequences(
  options: FitOptions<SequenceData>,
): Promise<Fitted<SequenceModel>> {
  const { train, selection } = options;
  const knobs = readKnobs(options.knobs);
  const { classes, target } = train;
  const tokens = train.sentences.map((sentence) => sentence.tokens);
  const table = learnFeatures(tokens, knobs, {
    minCount: knobs.minCount,
    most: Math.floor(mostWeights / classes.length),
  });
  const shape = shapeOf({ classes, table });
  const encode = (data: SequenceData): SentenceFeatures[] =>
    data.sentences.map((sentence) => encodeSentence(table, sentence.tokens));
  const problem: ChainProblem = { sentences: encode(train), labels: train.labels, shape };
  const chosenBy: ChainProblem | null = selection && {
    sentences: encode(selection),
    labels: selection.labels,
    shape,
  };
  const start = options.start ?? options.backbone;
  const { weights, ...result } = await fitEpochs({
    ...options,
    learner: learnerFor(problem, knobs, start && knownWeights(start, { classes, table })),
    examples: train.sentences.length,
    measure: chosenBy && ((current) => measure(chosenBy, current, knobs.family)),
    epochs: epochsFor(tokens),
    patience: 4,
  });
  return { model: { family: knobs.family, target, classes, table, weights }, ...result };
}

/** Passes over the sentences: many for few words, few for many. */
function epochsFor(sentences: readonly (readonly string[])[]): number {
  const tokens = sentences.reduce((sum, sentence) => sum + sentence.length, 0);
  return Math.min(20, Math.max(3, Math.round(300_000 / tokens)));
}

function learnerFor(
  problem: ChainProblem,
  knobs: SequenceKnobs,
  start: ReadonlyMap<number, number> | undefined,
): Learner {
  const size = sizeOfChain(problem.shape);
  if (knobs.family === 'crf') {
    const learnt = new FtrlWeights(size, knobs);
    for (const [index, value] of start ?? []) learnt.startFrom(index, value);
    return crfLearner(problem, learnt);
  }
  const values = new Float64Array(size);
  for (const [index, value] of start ?? []) values[index] = value;
  return perceptronLearner(problem, values);
}

/** Accuracy over tokens; loss by token: nats, or of a perceptron, which has no probabilities, mistakes. */
function measure(
  { sentences, labels, shape }: ChainProblem,
  weights: Float32Array,
  family: SequenceModel['family'],
): Measured {
  let [right, count, loss] = [0, 0, 0];
  for (const [index, sentence] of sentences.entries()) {
    const scores = scoreTokens(sentence, weights, shape);
    for (const [token, label] of bestLabels(scores, weights, shape).entries()) {
      if (label === labels[index]![token]) right += 1;
    }
    count += sentence.length;
    if (family === 'crf') loss += lossOfPath(scores, labels[index]!, weights, shape);
  }
  const score = right / Math.max(1, count);
  return { score, loss: family === 'crf' ? loss / Math.max(1, count) : 1 - score };
}
