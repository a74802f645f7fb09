import type { Random } from '../../random.ts';

interface Square {
  readonly side: number;
  readonly channels: number;
}

/**
 * Writes a randomly turned, scaled, shifted and lit copy of a picture; what comes from outside takes
 * the nearest edge. No mirroring: letters and hands have sides.
 * @param source `[side, side, channels]`, 0…1
 * @param strength 0 leaves the picture alone; 1 turns up to 20°, scales by 20 %, shifts by 12 %
 */
export function augmentInto(
  target: Float32Array,
  offset: number,
  source: Float32Array,
  { side, channels }: Square,
  strength: number,
  random: Random,
): void {
  const around = (range: number): number => (2 * random.uniform() - 1) * range * strength;
  const angle = around((20 * Math.PI) / 180);
  const scale = 1 + around(0.2);
  const [shiftX, shiftY] = [around(0.12) * side, around(0.12) * side];
  const [contrast, brightness] = [1 + around(0.25), around(0.15)];
  const cosine = Math.cos(angle) / scale;
  const sine = Math.sin(angle) / scale;
  const middle = (side - 1) / 2;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const dx = x - middle - shiftX;
      const dy = y - middle - shiftY;
      const fromX = Math.min(side - 1, Math.max(0, middle + cosine * dx + sine * dy));
      const fromY = Math.min(side - 1, Math.max(0, middle - sine * dx + cosine * dy));
      const start = offset + (y * side + x) * channels;
      for (let channel = 0; channel < channels; channel += 1) {
        const value = sample(source, side, channels, fromX, fromY, channel);
        target[start + channel] = (value - 0.5) * contrast + 0.5 + brightness;
      }
    }
  }
}

/** Bilinear. */
function sample(
  source: Float32Array,
  side: number,
  channels: number,
  x: number,
  y: number,
  channel: number,
): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = Math.min(side - 1, left + 1);
  const bottom = Math.min(side - 1, top + 1);
  const [shareX, shareY] = [x - left, y - top];
  const at = (row: number, column: number): number =>
    source[(row * side + column) * channels + channel]!;
  const upper = at(top, left) * (1 - shareX) + at(top, right) * shareX;
  const lower = at(bottom, left) * (1 - shareX) + at(bottom, right) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}
