import type { BackendName } from '@orangery/schemas';
import type { BackendChoice } from '../compute/backend.ts';
import { chooseBackend as choose } from '../compute/choose-backend.ts';
import { countDevices } from '../compute/count-devices.ts';
import { candidateTable } from '../compute/candidate-table.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { World } from '../world.ts';
import type { Parts } from './divide-data.ts';
import type { TrainingPlan } from './plan-training.ts';

export interface BackendToChoose {
  readonly name: BackendName | 'auto';
  readonly recipe: Recipe;
  readonly plan: TrainingPlan;
  readonly parts: Parts;
  readonly searchPath: string | undefined;
  readonly world: World;
}

/**
 * Starts the backend that fits the recipe's default model fastest on this very data, and tells what
 * it was chosen from.
 * @throws Failure BACKEND_UNAVAILABLE
 */
export async function chooseBackend(order: BackendToChoose): Promise<BackendChoice> {
  const { name, searchPath, world } = order;
  const { signal } = world;
  const gpus = name === 'auto' ? (await countDevices({ signal, searchPath })).gpus : [];
  const probe = (isEnough: () => boolean): Promise<void> => fitBriefly(order, isEnough);
  const choice = await choose(name, { probe, signal, gpus });
  world.logger.debug(choice.reason);
  const timed = (choice.choice ?? []).filter(({ stepMs }) => stepMs !== undefined);
  if (choice.choice !== undefined && timed.length > 0)
    world.logger.info(candidateTable(choice.choice));
  return choice;
}

async function fitBriefly(
  { recipe, plan, parts, world }: BackendToChoose,
  isEnough: () => boolean,
): Promise<void> {
  const { study } = plan;
  const fitted = await recipe.fit({
    ...parts.folds[0]!,
    knobs: study.defaults,
    seed: study.seed,
    until: 1,
    signal: world.signal,
    isOutOfTime: isEnough,
    onEpoch: () => {},
  });
  recipe.dispose(fitted.model);
}
