import { startBoosting } from '../../../trees/boosting.ts';
import { startForest } from '../../../trees/forest.ts';
import { fitTrees, type TreeFit } from '../../../trees/fit-trees.ts';
import { familyOf, type Family } from './family.ts';
import { numberOf, type FamilyFit, type FamilyFitted } from './family-fit.ts';
import { fitPerceptron } from './fit-perceptron.ts';
import { fitRidge } from './fit-ridge.ts';
import { measureOutputs } from './measure-outputs.ts';

const roundsPerEpoch = 10;
const forestTrees = 300;
const mostBoostingRounds = 400;

const fits: Readonly<Record<Family, (fit: FamilyFit) => Promise<FamilyFitted>>> = {
  linear: (fit) => (fit.train.task.kind === 'numbers' ? fitRidge(fit) : fitPerceptron(fit)),
  mlp: fitPerceptron,
  forest: fitForest,
  boosting: fitBoosting,
};

/**
 * Fits a model of the family that the knobs name.
 * @throws DivergedError when the loss is not a number
 */
export async function fitFamily(fit: FamilyFit): Promise<FamilyFitted> {
  return fits[familyOf(fit.knobs)](fit);
}

async function fitForest(fit: FamilyFit): Promise<FamilyFitted> {
  const { knobs, seed } = fit;
  return growTrees(fit, {
    startGrower: (binned) =>
      startForest(binned, fit.train.task, {
        cuts: knobs.forestCuts === 'best' ? 'best' : 'random',
        columnShare: numberOf(knobs.forestColumns, 0.35),
        leafRows: numberOf(knobs.forestLeaf, 1),
        trees: forestTrees,
        seed,
      }),
    epochs: forestTrees / roundsPerEpoch,
  });
}

async function fitBoosting(fit: FamilyFit): Promise<FamilyFitted> {
  const { knobs, seed } = fit;
  return growTrees(fit, {
    startGrower: (binned) =>
      startBoosting(binned, fit.train.task, {
        rate: numberOf(knobs.boostingRate, 0.05),
        leaves: numberOf(knobs.boostingLeaves, 31),
        leafRows: numberOf(knobs.boostingLeaf, 3),
        rowShare: numberOf(knobs.boostingRows, 0.7),
        columnShare: numberOf(knobs.boostingColumns, 0.6),
        penalty: numberOf(knobs.boostingPenalty, 1),
        seed,
      }),
    epochs: mostBoostingRounds / roundsPerEpoch,
    patience: 8,
  });
}

async function growTrees(
  fit: FamilyFit,
  method: Pick<TreeFit, 'startGrower' | 'epochs' | 'patience'>,
): Promise<FamilyFitted> {
  const { selection } = fit;
  const { ensemble, ...result } = await fitTrees({
    ...{ until: fit.until, signal: fit.signal, isOutOfTime: fit.isOutOfTime, onEpoch: fit.onEpoch },
    ...(fit.checkpoint && { checkpoint: fit.checkpoint }),
    ...method,
    train: fit.train.rows,
    selection: selection && {
      rows: selection.rows,
      measure: (outputs) => measureOutputs(outputs, selection.task),
    },
    roundsPerEpoch,
  });
  return { ...result, estimator: { kind: 'trees', ensemble } };
}
