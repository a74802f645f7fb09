import type { TrainingRequest } from '@orangery/schemas';
import { countDevices } from '../compute/count-devices.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { askedTraining } from './asked-training.ts';
import { defaultBudget } from './budget.ts';
import { chooseWidth } from './choose-width.ts';
import type { OpenData } from './open-data.ts';
import type { WholeTuner } from './plan-training.ts';
import type { TrainingOrder } from './training-order.ts';
import { wholeTuner } from './tuner.ts';

/** A request with nothing left open. */
export type WholeRequest = TrainingRequest & { readonly tuner: WholeTuner };

/** The order as a request, its links pinned and its tuner complete. */
export async function requestTraining(
  order: TrainingOrder,
  recipe: Recipe,
  opened: OpenData,
): Promise<WholeRequest> {
  const { dataset } = opened;
  const width = order.tuner?.width ?? (await widthHere(order, dataset.record.bytes ?? 0));
  const tuner = wholeTuner(order.tuner, { recipe, data: dataset.data, width });
  return { ...askedTraining(order, recipe, opened), tuner };
}

async function widthHere(order: TrainingOrder, dataBytes: number): Promise<number> {
  if (order.workers === 0) return 1;
  const { signal } = order.world;
  const { cores } = await countDevices({ signal, searchPath: order.folders.searchPath });
  const machine = { cores: cores.length, freeBytes: process.availableMemory() };
  return chooseWidth({ ...defaultBudget, ...order.budget }, machine, dataBytes);
}
