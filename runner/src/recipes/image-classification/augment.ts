import type { Random } from '../../random.ts';

interface Square {
  readonly side: number;
  readonly channels: number;
}

/** How much pictures are changed while training. */
export interface Augmentation {
  /** 0 leaves size, place and light alone; 1 scales by 20 %, shifts by 12 %, lights by 15 %. */
  readonly strength: number;
  /** Largest turn in degrees, either way: 180 where things have no upright. */
  readonly rotation: number;
  /** Whether half of the pictures are mirrored: not where left and right mean something. */
  readonly mirror: boolean;
  /** Share of pictures of which a part is covered, so that no single part is relied on. */
  readonly erasing: number;
}

/**
 * Writes a randomly turned, scaled, shifted and lit copy of a picture; what comes from outside takes
 * the nearest edge.
 * @param source `[side, side, channels]`, 0…1
 */
export function augmentInto(
  target: Float32Array,
  offset: number,
  source: Float32Array,
  { side, channels }: Square,
  { strength, rotation, mirror, erasing }: Augmentation,
  random: Random,
): void {
  const around = (range: number): number => (2 * random.uniform() - 1) * range * strength;
  const angle = ((2 * random.uniform() - 1) * rotation * Math.PI) / 180;
  const direction = mirror && random.uniform() < 0.5 ? -1 : 1;
  const scale = 1 + around(0.2);
  const [shiftX, shiftY] = [around(0.12) * side, around(0.12) * side];
  const [contrast, brightness] = [1 + around(0.25), around(0.15)];
  const cosine = Math.cos(angle) / scale;
  const sine = Math.sin(angle) / scale;
  const middle = (side - 1) / 2;
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const dx = direction * (x - middle - shiftX);
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
  if (erasing > 0 && random.uniform() < erasing) erase(target, offset, { side, channels }, random);
}

/** Covers a rectangle of 2 to 25 % with one grey (Zhong et al. 2017, arXiv:1708.04896). */
function erase(
  target: Float32Array,
  offset: number,
  { side, channels }: Square,
  random: Random,
): void {
  const width = Math.round(side * (0.15 + 0.35 * random.uniform()));
  const height = Math.round(side * (0.15 + 0.35 * random.uniform()));
  const left = random.integer(side - width + 1);
  const top = random.integer(side - height + 1);
  const grey = random.uniform();
  for (let y = top; y < top + height; y += 1) {
    const start = offset + (y * side + left) * channels;
    target.fill(grey, start, start + width * channels);
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
