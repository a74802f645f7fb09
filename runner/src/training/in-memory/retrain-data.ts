import {
  parseRecord,
  type DatasetRecord,
  type Environment,
  type Receipt,
  type TrainingRequest,
} from '@orangery/schemas';
import type { BackendChoice } from '../../compute/backend.ts';
import { signRecord, type SigningKey } from '../../provenance/sign.ts';
import type { DecodeImage } from '../../recipes/pictures/pixels.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import type { World } from '../../world.ts';
import { askedTraining, type OrderToAsk } from '../asked-training.ts';
import { defaultBudget, startClock } from '../budget.ts';
import { foresee, withPrediction } from '../check/foresee.ts';
import type { TrainingOutput } from '../conduct-training.ts';
import { fitBriefly } from '../fit-briefly.ts';
import { planTraining } from '../plan-training.ts';
import { childModuleFile, resultFiles } from '../result-files.ts';
import { runName } from '../run-name.ts';
import { train } from '../train.ts';
import { wholeTuner } from '../tuner.ts';

/** A training whose data is in memory. */
export interface RetrainOrder extends Omit<OrderToAsk, 'backend' | 'backbone'> {
  readonly recipe: Recipe;
  readonly data: unknown;
  readonly record: DatasetRecord;
  readonly decodeImage: DecodeImage;
  /** Starts what fits the probe fastest; the probe fits until it is told that it is enough. */
  readonly startBackend: (
    probe: (isEnough: () => boolean) => Promise<void>,
  ) => Promise<BackendChoice>;
  readonly describeEnvironment: (backend: BackendChoice) => Environment;
  /** Signs the receipt; without it the receipt bears no signature. */
  readonly key?: SigningKey;
  readonly world: World;
}

export interface Retrained {
  readonly receipt: Receipt;
  /** What the module's folder is to be called. */
  readonly id: string;
  /** The whole folder by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * The whole training of one request in this process, without a file: plan, train, measure, sign, and
 * the child module that `orangery train` would write. Runs in a page's worker.
 * @throws Failure; the signal's reason when aborted
 */
export async function retrainData(order: RetrainOrder): Promise<Retrained> {
  const { recipe, data, record, world } = order;
  const budget = { ...defaultBudget, ...order.budget };
  const clock = startClock(budget, world.now);
  const links = { dataset: { links: record.sources } };
  const asked = askedTraining({ ...order, backend: 'auto' }, recipe, links);
  const tuner = wholeTuner(order.tuner, { recipe, data, width: 1 });
  const request: TrainingRequest = { ...asked, tuner };
  const planned = planTraining({ recipe, request: { ...asked, tuner }, data });
  const backend = await order.startBackend(async (isEnough) =>
    fitBriefly({ recipe, ...planned, world }, isEnough),
  );
  const run = runName(clock.startedAt, request);
  const foresight = foresee({ world, budget, shape: tuner, clock, check: null });
  const output = await train({
    ...{ recipe, request, run, clock },
    dataset: { data, record },
    environment: order.describeEnvironment(backend),
    world: foresight.world,
  });
  return keepResult(order, request, withPrediction(output, foresight.predicted()));
}

async function keepResult(
  { module, recipe, child, key, decodeImage }: RetrainOrder,
  request: TrainingRequest,
  output: TrainingOutput,
): Promise<Retrained> {
  const unsigned = parseRecord('receipt', output.receipt, 'the receipt of this run');
  const receipt = key === undefined ? unsigned : await signRecord(unsigned, key);
  const result = { module, recipe, request, receipt, output };
  const files = new Map(await resultFiles(result, { decodeImage }));
  files.set('module.md', new TextEncoder().encode(childModuleFile(result)));
  return { receipt, id: child ?? receipt.run, files };
}
