import type { Random } from '../../src/random.ts';
import { halfWidths, type Colour, type Thing } from './fruit.ts';
import { within, type ScenePreset } from './scene.ts';
import type { TableTop } from './table-top.ts';

/** A painted scene and what is seen in each of its pixels. */
export interface PaintedScene {
  readonly width: number;
  readonly height: number;
  /** `[height, width, 3]`, 0…255. */
  readonly pixels: Uint8Array;
  /** 0 for the table, else 1 + the index of the topmost thing. */
  readonly topmost: Uint8Array;
}

/** Which thing is topmost in each pixel, by the pixel's middle. */
export function findTopmost(things: readonly Thing[], { width, height }: ScenePreset): Uint8Array {
  const topmost = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const found = things.findLastIndex((thing) => reliefOf(thing, x + 0.5, y + 0.5) !== null);
      topmost[y * width + x] = found + 1;
    }
  }
  return topmost;
}

/** Paints table and things in one light, as a camera with noise would see them. */
export function paintScene(
  things: readonly Thing[],
  table: TableTop,
  preset: ScenePreset,
  random: Random,
): PaintedScene {
  const { width, height } = preset;
  const light = lightOf(preset, random);
  const noise = within(preset.noise, random);
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sum = [0, 0, 0];
      for (const [dx, dy] of quarters) addTo(sum, colourAt(things, table, light, x + dx, y + dy));
      const start = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const value = (sum[channel]! / quarters.length) * light.strength + noise * random.normal();
        pixels[start + channel] = Math.min(255, Math.max(0, Math.round(value)));
      }
    }
  }
  return { width, height, pixels, topmost: findTopmost(things, preset) };
}

/** Places within a pixel that its colour is the mean of. */
const quarters = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const;

interface Light {
  /** Direction it comes from. */
  readonly x: number;
  readonly y: number;
  readonly strength: number;
}

function lightOf(preset: ScenePreset, random: Random): Light {
  const angle = random.uniform() * 2 * Math.PI;
  return { x: Math.cos(angle), y: Math.sin(angle), strength: within(preset.light, random) };
}

function colourAt(
  things: readonly Thing[],
  table: TableTop,
  light: Light,
  x: number,
  y: number,
): Colour {
  let shadow = 1;
  for (let index = things.length - 1; index >= 0; index -= 1) {
    const thing = things[index]!;
    const relief = reliefOf(thing, x, y);
    if (relief !== null) {
      const shine =
        shadow * (0.55 + 0.45 * relief.rise + 0.3 * (relief.x * light.x + relief.y * light.y));
      const [red, green, blue] = thing.colour;
      return [red * shine, green * shine, blue * shine];
    }
    // a soft shadow on whatever lies below, away from the light
    const reach = thing.radius * 0.2;
    if (reliefOf(thing, x + light.x * reach, y + light.y * reach) !== null) shadow = 0.72;
  }
  const [red, green, blue] = table(x, y);
  return [red * shadow, green * shadow, blue * shadow];
}

interface Relief {
  /** 0 at the edge … 1 in the middle. */
  readonly rise: number;
  /** Which way the surface leans, −1…1. */
  readonly x: number;
  readonly y: number;
}

/** What of a thing is at a place; `null` beside it. */
function reliefOf(thing: Thing, x: number, y: number): Relief | null {
  const [dx, dy] = [(x - thing.x) / thing.radius, (y - thing.y) / thing.radius];
  if (dx * dx + dy * dy > 1.4) return null;
  const [cosine, sine] = [Math.cos(thing.angle), Math.sin(thing.angle)];
  const along = cosine * dx + sine * dy;
  const across = cosine * dy - sine * dx;
  const half = halfWidths[thing.name](along);
  if (Math.abs(across) >= half) return null;
  const isVein = thing.name === 'leaf' && Math.abs(across) < 0.05;
  const isCrease = thing.name === 'plum' && Math.abs(across - 0.1) < 0.06;
  const rise = Math.sqrt(1 - (across / half) ** 2) * (isVein ? 0.6 : isCrease ? 0.5 : 1);
  return { rise, x: dx, y: dy };
}

function addTo(sum: number[], [red, green, blue]: Colour): void {
  sum[0]! += red;
  sum[1]! += green;
  sum[2]! += blue;
}
