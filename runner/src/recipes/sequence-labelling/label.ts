import { bestLabels, scoreTokens } from './chain.ts';
import { encodeSentence } from './feature-table.ts';
import { shapeOf, type SequenceModel } from './model.ts';

/** The class of each token of a sentence. */
export function labelSentence(model: SequenceModel, tokens: readonly string[]): Int32Array {
  const shape = shapeOf(model);
  const scores = scoreTokens(encodeSentence(model.table, tokens), model.weights, shape);
  return bestLabels(scores, model.weights, shape);
}
