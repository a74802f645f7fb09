import { classifierLoss } from '../../../network/classifier.ts';
import { fitNetwork } from '../../../network/fit-network.ts';
import { startFromWeights } from '../../../network/start-weights.ts';
import { holdsTrees } from '../../../trees/trees-artifact.ts';
import { estimate } from '../estimator.ts';
import { buildTableNetwork, rowSource, squaredLoss } from '../network.ts';
import { classesOf, numberOf, outputsOf, type FamilyFit, type FamilyFitted } from './family-fit.ts';
import { familyOf } from './family.ts';
import { measureOutputs } from './measure-outputs.ts';

/** A multilayer perceptron; of the family `linear` without hidden layers. */
export async function fitPerceptron(fit: FamilyFit): Promise<FamilyFitted> {
  const { train, selection, knobs, seed, start } = fit;
  const { count, width } = train.rows;
  const network = buildTableNetwork({
    ...fit.network,
    width,
    outputs: outputsOf(train.task),
    hiddenLayers: familyOf(knobs) === 'linear' ? 0 : numberOf(knobs.hiddenLayers, 1),
    units: numberOf(knobs.units, 32),
    dropout: numberOf(knobs.dropout, 0),
    seed,
  });
  const estimator = { kind: 'network', network } as const;
  try {
    // a trial of another family has nothing to start from
    if (start !== undefined && !holdsTrees(start)) startFromWeights(network, start);
    const result = await fitNetwork({
      ...fit,
      network,
      train: rowSource(train.rows, train.task),
      loss: train.task.kind === 'classes' ? classifierLoss : squaredLoss,
      measure:
        selection &&
        (async () =>
          measureOutputs(
            await estimate(estimator, selection.rows, classesOf(selection.task)),
            selection.task,
          )),
      epochs: Math.min(120, Math.max(10, Math.round(20_000 / count))),
      patience: 30,
      batchSize: numberOf(knobs.batchSize, 16),
      learningRate: numberOf(knobs.learningRate, 0.01),
      decay: numberOf(knobs.decay, 0.0003),
    });
    return { estimator, ...result };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
