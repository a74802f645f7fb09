import { hashRecord, type Receipt, type TrainingRequest } from '@orangery/schemas';
import { startBackend } from '../compute/backend.ts';
import { describeEnvironment } from '../environment.ts';
import { readOrCreateKey, signRecord } from '../provenance/index.ts';
import { findRecipe } from '../recipes/index.ts';
import { defaultBudget, startClock } from './budget.ts';
import { foresee } from './check/foresee.ts';
import { checkPath, findCheck } from './check/kept-check.ts';
import { openData } from './open-data.ts';
import { requestTraining } from './request-training.ts';
import { train } from './train.ts';
import type { TrainingOrder, TrainingResult } from './training-order.ts';
import { writeResult } from './write-result.ts';

/**
 * The whole training of one request: fetch, check, train, measure, sign, write a child module.
 * @throws Failure; nothing is written then
 */
export async function runTraining(order: TrainingOrder): Promise<TrainingResult> {
  const { module, world, folders } = order;
  const recipe = findRecipe(module.frontMatter.recipe, module.id);
  const budget = { ...defaultBudget, ...order.budget };
  const clock = startClock(budget, world.now);
  const backend = await startBackend(order.backend);
  world.logger.debug(backend.reason);
  const opened = await openData(order, recipe);
  const { dataset, validation } = opened;
  try {
    await order.pinned?.({ dataset: dataset.links, validation: validation?.links });
    const request = await requestTraining(order, recipe, opened);
    const run = runName(clock.startedAt, request);
    const environment = await describeEnvironment(backend, { ...folders, signal: world.signal });
    const training = { ...request, dataset: dataset.record, validation: validation?.record };
    const path = checkPath(folders.state, { ...training, backend: backend.name });
    const check = await findCheck(path, world.logger);
    const foresight = foresee({ world, budget, shape: request.tuner, clock, check });
    const output = await train({
      recipe,
      request,
      run,
      dataset,
      validation,
      environment,
      world: foresight.world,
      clock,
    });
    const unsigned = withPrediction(output.receipt, foresight.predicted());
    const receipt = await signRecord(unsigned, await readOrCreateKey(folders.state));
    const folder = order.folderOf(run);
    await writeResult({ folder, module, recipe, request, receipt, output });
    world.report({ type: 'done', run, folder });
    return { receipt, folder };
  } finally {
    await opened.close();
  }
}

/** What was foretold stands beside what it took. */
function withPrediction(receipt: Receipt, predicted: Receipt['observed']['predicted']): Receipt {
  if (predicted === undefined) return receipt;
  return { ...receipt, observed: { ...receipt.observed, predicted } };
}

/** `run-20261121-081500-1f0c2ab3`: also a valid module name. */
function runName(startedAt: number, request: TrainingRequest): string {
  const time = new Date(startedAt)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .slice(0, 15);
  return `run-${time}-${hashRecord(request).slice(0, 8)}`;
}
