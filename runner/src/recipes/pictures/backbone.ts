import { Failure, type RecipeName } from '@orangery/schemas';
import type { layers } from '../../compute/tensorflow.ts';
import { readNetworkFiles, readPreprocessing } from '../../network/network-artifact.ts';
import { startFromWeights } from '../../network/start-weights.ts';
import type { ArtifactFiles } from '../recipe.ts';
import type { PictureScale } from './picture-scale.ts';

/** What of a trained network is taken over: how pictures come in, and its first layers. */
export interface Backbone {
  readonly files: ArtifactFiles;
  readonly pictures: PictureScale;
  /** Filters of the first layer. */
  readonly filters: number;
  /** What the names of its layers begin with. */
  readonly prefix: string;
}

/** Which modules a recipe can start from, and what of them. */
export interface BackboneKind {
  readonly recipe: RecipeName;
  /** What the names of the layers that are taken over begin with; the first is `<prefix>1`. */
  readonly prefix: string;
  /** @throws Failure FILE_INVALID when the preprocessing is not the recipe's */
  readonly parse: (preprocessing: unknown) => PictureScale;
}

/** @throws Failure FILE_INVALID when the files are not of a module that the recipe trained */
export function readBackbone(files: ArtifactFiles, kind: BackboneKind): Backbone {
  const { recipe, prefix, parse } = kind;
  const { side, channels, mean, deviation } = parse(readPreprocessing(files));
  const first = `${prefix}1`;
  const kernel = readNetworkFiles(files).specs.find(({ name }) => name === `${first}/kernel`);
  const filters = kernel?.shape[3];
  if (filters === undefined) {
    throw new Failure('FILE_INVALID', `The backbone: expected a layer ${first}, found none`, {
      hint: `Give a module that was trained with the recipe ${recipe}.`,
    });
  }
  return { files, pictures: { side, channels, mean, deviation }, filters, prefix };
}

/** Puts a backbone's layers into a network built for it; frozen ones do not learn. */
export function startFromBackbone(
  network: layers.LayersModel,
  { files, prefix }: Backbone,
  isFrozen: boolean,
): void {
  const taken = startFromWeights(network, files, (name) => name.startsWith(prefix));
  for (const name of taken) network.getLayer(name).trainable = !isFrozen;
}
