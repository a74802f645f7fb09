import type { PinnedLink, TrainingRequest } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { Recipe } from '../recipes/recipe.ts';
import { defaultBudget } from './budget.ts';
import type { TrainingOrder } from './training-order.ts';

/** What of an order its request holds. */
export type OrderToAsk = Pick<
  TrainingOrder,
  'child' | 'target' | 'budget' | 'backend' | 'seed' | 'visibility' | 'knobs' | 'tuner' | 'backbone'
> & { readonly module: Pick<Module, 'id' | 'frontMatter'> };

/** The data of a request by its links, pinned. */
export interface LinksToAsk {
  readonly dataset: { readonly links: readonly PinnedLink[] };
  readonly validation?: { readonly links: readonly PinnedLink[] } | undefined;
}

/** The order as a request, as it was asked. */
export function askedTraining(
  order: OrderToAsk,
  recipe: Pick<Recipe, 'name'>,
  { dataset, validation }: LinksToAsk,
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
