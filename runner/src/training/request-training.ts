import type { TrainingRequest } from '@orangery/schemas';
import { countDevices } from '../compute/count-devices.ts';
import type { Recipe } from '../recipes/recipe.ts';
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

/** The order as a request, as it was asked. */
export function askedTraining(
  order: TrainingOrder,
  recipe: Recipe,
  { dataset, validation }: OpenData,
): TrainingRequest {
  const { module, child, target, backend, seed, visibility, backbone } = order;
  const knobs = { ...module.frontMatter.knobs, ...order.knobs };
  return {
    schema: 'training-request/1',
    module: { id: module.id, version: module.frontMatter.version },
    recipe: recipe.name,
    ...(child === undefined ? {} : { child }),
    dataset: [...dataset.links],
    ...(validation === undefined ? {} : { validation: [...validation.links] }),
    ...(target === undefined ? {} : { target }),
    budget: { ...defaultBudget, ...order.budget },
    backend,
    seed,
    visibility,
    ...(Object.keys(knobs).length === 0 ? {} : { knobs }),
    ...(backbone && { backbone: withoutFolder(backbone) }),
    ...(order.tuner && { tuner: order.tuner }),
  };
}

function withoutFolder({
  id,
  version,
  artifactSha256,
}: NonNullable<TrainingOrder['backbone']>): NonNullable<TrainingRequest['backbone']> {
  return { id, version, artifactSha256 };
}

async function widthHere(order: TrainingOrder, dataBytes: number): Promise<number> {
  if (order.workers === 0) return 1;
  const { signal } = order.world;
  const { cores } = await countDevices({ signal, searchPath: order.folders.searchPath });
  const machine = { cores: cores.length, freeBytes: process.availableMemory() };
  return chooseWidth({ ...defaultBudget, ...order.budget }, machine, dataBytes);
}
