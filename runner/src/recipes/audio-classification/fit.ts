import { classifierLoss, measureClassifier } from '../../network/classifier.ts';
import { fitNetwork } from '../../network/fit-network.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import type { Fitted, FitOptions } from '../recipe.ts';
import { readKnobs } from './knobs.ts';
import { recordingSource, type AudioModel } from './model.ts';
import { buildAudioNetwork } from './network.ts';
import { learnPreprocessing, powersOf } from './preprocessing.ts';
import type { AudioData } from './read-recordings.ts';

/** Fits a network from scratch, or from the weights of another trial. */
export async function fitAudioNetwork(options: FitOptions<AudioData>): Promise<Fitted<AudioModel>> {
  const { train, selection, seed } = options;
  const knobs = readKnobs(options.knobs);
  const { preprocessing, powers } = learnPreprocessing(train, knobs);
  const network = buildAudioNetwork(preprocessing, knobs, seed);
  const chosenBy =
    selection &&
    recordingSource(powersOf(selection, preprocessing), selection.labels, preprocessing);
  const classes = preprocessing.classes.length;
  try {
    if (options.start !== undefined) startFromWeights(network, options.start);
    const result = await fitNetwork({
      ...options,
      ...knobs,
      network,
      train: recordingSource(powers, train.labels, preprocessing, knobs),
      loss: classifierLoss,
      measure: chosenBy && (() => measureClassifier(network, chosenBy, selection.labels, classes)),
      epochs: epochsFor(train.examples.length),
      patience: 20,
    });
    return { model: { network, preprocessing }, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** Passes over the data: many for few recordings, few for many. */
function epochsFor(examples: number): number {
  return Math.min(60, Math.max(8, Math.round(10_000 / Math.max(1, examples))));
}
