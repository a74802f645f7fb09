import { deriveSeed, type Random } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { fruitNames, halfWidths, type FruitName, type Thing } from './fruit.ts';
import { findTopmost, paintScene } from './paint-scene.ts';
import { layThings, scenePresets, type ScenePreset } from './scene.ts';
import { layTable } from './table-top.ts';

export interface FruitOptions {
  readonly seed: number;
  readonly preset: PresetName;
  /** Which picture. */
  readonly index: number;
}

/** The part of a fruit that is seen, in pixels. */
export interface VisibleFruit {
  readonly name: FruitName;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FruitPicture {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]`, 0…255. */
  readonly pixels: Uint8Array;
  readonly fruit: readonly VisibleFruit[];
  /** What is seen in each pixel: 0 table or leaf, else 1 + the index of the fruit's name. */
  readonly mask: Uint8Array;
}

/** Fruit of which less is seen is taken away, so that every label can be found. */
const leastVisible = 0.4;

/** Draws fruit on a table, partly hidden by leaves and other fruit. The same options give the same pixels. */
export function drawFruits({ seed, preset: name, index }: FruitOptions): FruitPicture {
  const preset = scenePresets[name];
  const random = (purpose: string): Random =>
    sampleRandom(deriveSeed(seed, name, index, 'fruits', purpose));
  const things = takeHiddenAway(layThings(preset, random('things')), preset);
  const table = layTable(preset, random('table'));
  const { width, height, pixels, topmost } = paintScene(things, table, preset, random('camera'));
  return {
    width,
    height,
    pixels,
    fruit: things.flatMap((thing, place) => visiblePart(thing, place + 1, topmost, width)),
    mask: topmost.map((place) => (place === 0 ? 0 : classOf(things[place - 1]!))),
  };
}

function takeHiddenAway(things: readonly Thing[], preset: ScenePreset): readonly Thing[] {
  const topmost = findTopmost(things, preset);
  const seen = new Array<number>(things.length + 1).fill(0);
  for (const place of topmost) seen[place]! += 1;
  const kept = things.filter(
    (thing, index) => thing.name === 'leaf' || seen[index + 1]! >= leastVisible * areaOf(thing),
  );
  return kept.length === things.length ? things : takeHiddenAway(kept, preset);
}

function areaOf({ name, radius }: Thing): number {
  const steps = 100;
  let sum = 0;
  for (let step = 0; step < steps; step += 1)
    sum += 2 * halfWidths[name](-1.2 + (2.4 * step) / steps);
  return (sum * 2.4 * radius * radius) / steps;
}

function visiblePart(
  { name }: Thing,
  place: number,
  topmost: Uint8Array,
  width: number,
): VisibleFruit[] {
  if (name === 'leaf') return [];
  const seen = [...topmost.keys()].filter((pixel) => topmost[pixel] === place);
  const columns = seen.map((pixel) => pixel % width);
  const rows = seen.map((pixel) => Math.floor(pixel / width));
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  const [right, bottom] = [Math.max(...columns) + 1, Math.max(...rows) + 1];
  return [{ name, x: left, y: top, width: right - left, height: bottom - top }];
}

function classOf({ name }: Thing): number {
  return 1 + fruitNames.findIndex((fruit) => fruit === name);
}
