import { deriveSeed, type Random } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { drawScene, scenePresets } from './leaf-scene.ts';
import { leafSvg } from './leaf-svg.ts';
import { photograph } from './photograph.ts';
import { placeLeaf } from './place-leaf.ts';
import type { Species } from './species/index.ts';

export interface LeafOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly species: Species;
  /** Which picture of its species. */
  readonly index: number;
}

const sidePixels = 64;

/**
 * Draws one picture of a leaf, 64 × 64 pixels. The same options give the same bytes.
 * @returns a WebP file
 */
export async function drawLeaf({ seed, preset, species, index }: LeafOptions): Promise<Uint8Array> {
  const random = (purpose: string): Random =>
    sampleRandom(deriveSeed(seed, preset, species.name, index, purpose));
  const scene = drawScene(scenePresets[preset], random('scene'));
  const [green, brown] = species.ripeness;
  const picture = {
    leaf: placeLeaf(species.grow(random('shape')), scene, sidePixels),
    scene,
    ripeness: green + (brown - green) * scene.ripeness,
    side: sidePixels,
  };
  return photograph(leafSvg(picture, random('colours')), scene, random('noise'));
}
