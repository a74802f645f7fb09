import type { layers } from '../../compute/tensorflow.ts';
import { loadNetwork, saveNetwork } from '../../network/network-artifact.ts';
import { parseImageInput } from './picture-inputs.ts';
import type { Pixels } from './pixels.ts';
import type { Recipe } from '../recipe.ts';
import type { PicturePreprocessing } from './picture-preprocessing.ts';
import { warmUp } from './warm-up.ts';

/** A network, and how pictures come into it. */
export interface PictureModel<Preprocessing extends PicturePreprocessing> {
  readonly network: layers.LayersModel;
  readonly preprocessing: Preprocessing;
}

type Part = 'save' | 'load' | 'dispose' | 'inputs' | 'parseInput';

/**
 * What all recipes of pictures share: how their networks are kept, and how pictures arrive.
 * @param parse throws Failure FILE_INVALID when a saved preprocessing is not the recipe's
 */
export function pictureParts<Preprocessing extends PicturePreprocessing>(
  parse: (saved: unknown) => Preprocessing,
): Pick<Recipe<unknown, Pixels, PictureModel<Preprocessing>>, Part> {
  return {
    save: async ({ network, preprocessing }) => saveNetwork(network, preprocessing),
    load: async (files) => {
      const { network, preprocessing } = await loadNetwork(files);
      const parsed = parse(preprocessing);
      await warmUp(network, [parsed.side, parsed.side, parsed.channels]);
      return { network, preprocessing: parsed };
    },
    dispose: ({ network }) => void network.dispose(),
    inputs: () => [
      {
        name: 'data',
        type: 'image',
        description: 'A picture as PNG, JPEG or WebP: a multipart file, or base64 text in JSON.',
      },
    ],
    parseInput: async (_, raw, decodeImage) => parseImageInput(raw, decodeImage),
  };
}
