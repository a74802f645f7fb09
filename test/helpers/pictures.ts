import sharp from 'sharp';
import { createRandom } from '../../runner/src/random.ts';

/** A small PNG whose class anybody sees: a bright disc in one of four corners, on noise. */
export async function cornerPicture(corner: number, seed: number, side = 24): Promise<Uint8Array> {
  const random = createRandom(seed);
  const middle = { x: corner % 2 === 0 ? 0.28 : 0.72, y: corner < 2 ? 0.28 : 0.72 };
  const data = Buffer.alloc(side * side * 3);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isInside = Math.hypot(x / side - middle.x, y / side - middle.y) < 0.18;
      for (let channel = 0; channel < 3; channel += 1) {
        data[(y * side + x) * 3 + channel] = (isInside ? 170 : 60) + random.integer(60);
      }
    }
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** A dataset of corner pictures, a folder a class. */
export async function cornerDataset(
  classes: number,
  each: number,
): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (let corner = 0; corner < classes; corner += 1) {
    for (let index = 0; index < each; index += 1) {
      files[`corner-${corner}/${index}.png`] = await cornerPicture(corner, corner * 1000 + index);
    }
  }
  return files;
}
