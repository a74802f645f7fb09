import type { Learner } from '../text/fit-epochs.ts';
import type { FtrlWeights } from '../text/ftrl.ts';
import { bestLabels, scoreTokens, type ChainShape } from './chain.ts';
import type { SentenceFeatures } from './feature-table.ts';
import { marginalsOf } from './marginals.ts';

/** Sentences to learn from. */
export interface ChainProblem {
  readonly sentences: readonly SentenceFeatures[];
  readonly labels: readonly Int32Array[];
  readonly shape: ChainShape;
}

/** Smaller gradients change nothing worth the time: most labels are out of the question. */
const leastGradient = 1e-4;

/** A linear-chain conditional random field (Lafferty et al. 2001), sentence by sentence. */
export function crfLearner(
  { sentences, labels, shape }: ChainProblem,
  learnt: FtrlWeights,
): Learner {
  const step = (index: number, gradient: number): void => {
    if (gradient > leastGradient || gradient < -leastGradient) learnt.step(index, gradient);
  };
  return {
    state: learnt.state,
    weights: () => Float32Array.from(learnt.values),
    learn: (index) => {
      const [sentence, right] = [sentences[index]!, labels[index]!];
      const scores = scoreTokens(sentence, learnt.values, shape);
      const { logPartition, tokens, transitions } = marginalsOf(scores, learnt.values, shape);
      const loss = logPartition - scoreOfPath(scores, right, learnt.values, shape);
      for (const [token, label] of right.entries()) tokens[token * shape.labels + label]! -= 1;
      for (let token = 1; token < right.length; token += 1) {
        transitions[right[token - 1]! * shape.labels + right[token]!]! -= 1;
      }
      eachFeature(sentence, shape, (place, token, label) =>
        step(place, tokens[token * shape.labels + label]!),
      );
      const base = shape.features * shape.labels;
      for (const [place, gradient] of transitions.entries()) step(base + place, gradient);
      for (let label = 0; label < shape.labels; label += 1) {
        step(base + transitions.length + label, tokens[label]!);
      }
      return loss / right.length;
    },
  };
}

/** The averaged structured perceptron (Collins 2002): only mistakes change its weights. */
export function perceptronLearner(
  { sentences, labels, shape }: ChainProblem,
  values: Float64Array,
): Learner {
  // the average is the last weights less what the changes, each by when it came, have lacked
  const late = new Float64Array(values.length);
  const seen = new Float64Array(1);
  const change = (index: number, amount: number): void => {
    values[index]! += amount;
    late[index]! += seen[0]! * amount;
  };
  return {
    state: { values, late, seen },
    weights: () =>
      Float32Array.from(values, (value, index) => value - late[index]! / Math.max(1, seen[0]!)),
    learn: (index) => {
      const [sentence, right] = [sentences[index]!, labels[index]!];
      const scores = scoreTokens(sentence, values, shape);
      const found = bestLabels(scores, values, shape);
      seen[0]! += 1;
      let wrong = 0;
      for (const [token, label] of right.entries()) if (found[token] !== label) wrong += 1;
      if (wrong > 0) {
        changePath(sentence, right, shape, (place) => change(place, 1));
        changePath(sentence, found, shape, (place) => change(place, -1));
      }
      return wrong / right.length;
    },
  };
}

/** Loss of right labels under a conditional random field, nats in all. */
export function lossOfPath(
  scores: Float64Array,
  right: Int32Array,
  weights: Float64Array | Float32Array,
  shape: ChainShape,
): number {
  return (
    marginalsOf(scores, weights, shape).logPartition - scoreOfPath(scores, right, weights, shape)
  );
}

function scoreOfPath(
  scores: Float64Array,
  path: Int32Array,
  weights: Float64Array | Float32Array,
  { features, labels }: ChainShape,
): number {
  let sum = 0;
  for (const [token, label] of path.entries()) {
    sum += scores[token * labels + label]!;
    if (token > 0) sum += weights[(features + path[token - 1]!) * labels + label]!;
  }
  return sum;
}

function eachFeature(
  { length, offsets, features }: SentenceFeatures,
  { labels }: ChainShape,
  visit: (place: number, token: number, label: number) => void,
): void {
  for (let token = 0; token < length; token += 1) {
    for (let position = offsets[token]!; position < offsets[token + 1]!; position += 1) {
      const base = features[position]! * labels;
      for (let label = 0; label < labels; label += 1) visit(base + label, token, label);
    }
  }
}

/** Every weight that a path uses, as often as it does. */
function changePath(
  { offsets, features }: SentenceFeatures,
  path: Int32Array,
  shape: ChainShape,
  visit: (place: number) => void,
): void {
  for (const [token, label] of path.entries()) {
    for (let position = offsets[token]!; position < offsets[token + 1]!; position += 1) {
      visit(features[position]! * shape.labels + label);
    }
    const before = token === 0 ? shape.labels : path[token - 1]!;
    visit((shape.features + before) * shape.labels + label);
  }
}
