import { FtrlWeights } from '../text/ftrl.ts';
import { fitEpochs } from '../text/fit-epochs.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import type { TextKnobs } from './knobs.ts';
import {
  bayesScales,
  linearLearner,
  linearProbabilities,
  measureProbabilities,
  type LinearProblem,
} from './linear.ts';
import type { LinearModel } from './model.ts';
import { TermEncoder, type TextPreprocessing } from './preprocessing.ts';
import type { TextData } from './read-texts.ts';
import { readKnownWeights } from './known-weights.ts';

/** Fits logistic regression on terms, by FTRL. */
export async function fitLinear(
  options: FitOptions<TextData>,
  knobs: TextKnobs,
  preprocessing: TextPreprocessing,
): Promise<Fitted<LinearModel>> {
  const { train, selection } = options;
  const encoder = new TermEncoder(preprocessing);
  const classes = preprocessing.classes.length;
  const terms = preprocessing.terms.length;
  const rows = encoder.encode(train.examples.map(({ text }) => text));
  const shape = { rows, labels: train.labels, classes, terms };
  const scales = knobs.isBayes
    ? bayesScales(shape)
    : new Float64Array((terms + 1) * classes).fill(1);
  const learnt = new FtrlWeights((terms + 1) * classes, knobs);
  startWhereKnown(learnt, options, preprocessing, scales);
  const chosenBy = selection && encoder.encode(selection.examples.map(({ text }) => text));
  const problem: LinearProblem = { ...shape, scales };
  const { weights, ...result } = await fitEpochs({
    ...options,
    learner: linearLearner(problem, learnt),
    examples: rows.count,
    measure:
      chosenBy &&
      ((current) =>
        measureProbabilities(
          linearProbabilities(chosenBy, current, classes),
          selection.labels,
          classes,
        )),
    epochs: Math.min(40, Math.max(5, Math.round(60_000 / rows.count))),
    patience: 8,
  });
  return { model: { family: 'linear', preprocessing, encoder, weights }, ...result };
}

/** Takes over weights of another trial, or of a trained module, for the terms and classes both have. */
function startWhereKnown(
  learnt: FtrlWeights,
  { start, backbone }: FitOptions<TextData>,
  { terms, classes }: TextPreprocessing,
  scales: Float64Array,
): void {
  const files = start ?? backbone;
  const known = files && readKnownWeights(files);
  if (known === undefined) return;
  for (const [column, name] of classes.entries()) {
    for (const [row, term] of terms.entries()) {
      const index = row * classes.length + column;
      const value = known(term, name);
      if (value !== undefined && scales[index] !== 0) {
        learnt.startFrom(index, value / scales[index]!);
      }
    }
  }
}
