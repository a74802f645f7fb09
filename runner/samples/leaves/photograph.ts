import sharp from 'sharp';
import type { Random } from '../../src/random.ts';
import type { LeafScene } from './leaf-scene.ts';

/**
 * Takes a picture of a drawing: light that falls off to one side, blur of the lens, noise of the sensor.
 * These are computed here rather than by the image library, so that they are the same everywhere.
 * @returns a WebP file
 */
export async function photograph(
  svg: string,
  scene: LeafScene,
  random: Random,
): Promise<Uint8Array> {
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const lit = light(Float64Array.from(data), width, scene);
  const blurred = blur(blur(lit, width, 3, scene.blur), width, 3 * width, scene.blur);
  const pixels = Uint8Array.from(blurred, (value) =>
    Math.min(255, Math.max(0, Math.round(value + scene.noise * random.normal()))),
  );
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .webp({ quality: 80, effort: 4 })
    .toBuffer();
}

/** Multiplies by the light at each place of a square picture. */
function light(pixels: Float64Array, side: number, scene: LeafScene): Float64Array {
  const { brightness, lightFall, lightDirection } = scene;
  const [dx, dy] = [Math.cos(lightDirection), Math.sin(lightDirection)];
  return pixels.map((value, index) => {
    const place = Math.floor(index / 3);
    const x = (place % side) / side - 0.5;
    const y = Math.floor(place / side) / side - 0.5;
    return value * (brightness + lightFall * (dx * x + dy * y));
  });
}

/** Gaussian blur along one axis over three samples; what comes from outside takes the nearest edge. */
function blur(pixels: Float64Array, side: number, step: number, deviation: number): Float64Array {
  if (deviation === 0) return pixels;
  const weight = Math.exp(-1 / (2 * deviation ** 2));
  const across = 3 * side;
  return pixels.map((value, index) => {
    const position = step === 3 ? (index % across) / 3 : index / across;
    const before = Math.floor(position) === 0 ? value : pixels[index - step]!;
    const after = Math.floor(position) === side - 1 ? value : pixels[index + step]!;
    return (value + weight * (before + after)) / (1 + 2 * weight);
  });
}
