import { breathe } from '../../../breathe.ts';
import { tf } from '../../../compute/tensorflow.ts';
import { DivergedError } from '../../../network/diverged.ts';
import { estimate } from '../estimator.ts';
import { buildTableNetwork } from '../network.ts';
import { numberOf, type FamilyFit, type FamilyFitted } from './family-fit.ts';
import { measureOutputs } from './measure-outputs.ts';
import { solveRidge } from './solve-ridge.ts';

/** Ridge regression (Hoerl and Kennard 1970), kept as a network of one linear layer. */
export async function fitRidge(fit: FamilyFit): Promise<FamilyFitted> {
  const { train, selection, knobs, seed } = fit;
  if (train.task.kind !== 'numbers') throw new Error('expected numbers to fit a line to');
  const network = buildTableNetwork({
    ...fit.network,
    ...{ width: train.rows.width, outputs: 1, hiddenLayers: 0, units: 0, dropout: 0, seed },
  });
  try {
    await breathe(fit.signal);
    const penalty = numberOf(knobs.penalty, 1);
    const { weights, intercept } = solveRidge(train.rows, train.task.values, penalty);
    tf.tidy(() => {
      network.setWeights([tf.tensor2d(weights, [weights.length, 1]), tf.tensor1d([intercept])]);
    });
    const estimator = { kind: 'network', network } as const;
    const onTrain = measureOutputs(await estimate(estimator, train.rows, 0), train.task);
    if (!Number.isFinite(onTrain.loss)) throw new DivergedError(1);
    const measured =
      selection === null
        ? { score: 0, loss: 0 }
        : measureOutputs(await estimate(estimator, selection.rows, 0), selection.task);
    fit.onEpoch({ epoch: 1, loss: onTrain.loss, score: measured.score }, 1);
    const { score, loss: selectionLoss } = measured;
    return { estimator, status: 'done', score, selectionLoss, epochs: 1, keptEpoch: 1 };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
