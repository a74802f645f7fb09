import type { Random } from '../../random.ts';
import { surround } from './letterbox.ts';

/** How much pictures are changed while training. */
export interface Changes {
  /** 0 leaves size, place and light alone; 1 scales by 30 %, shifts by 15 %, lights by 20 %, adds noise. */
  readonly strength: number;
  /** Whether half of the pictures are mirrored. */
  readonly mirror: boolean;
  /** Largest turn in degrees, either way. */
  readonly rotation: number;
}

/** A square picture seen otherwise: turned, scaled, shifted, mirrored, lit. */
export interface View {
  /** −1 mirrors left and right. */
  readonly direction: 1 | -1;
  readonly scale: number;
  /** In radians. */
  readonly angle: number;
  /** In pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
  readonly contrast: number;
  readonly brightness: number;
  /** Factor of each channel: light has a colour. */
  readonly tint: readonly [number, number, number];
  /** Largest change of a sample, 0…255. */
  readonly noise: number;
}

export function randomView(side: number, changes: Changes, random: Random): View {
  const around = (range: number): number => (2 * random.uniform() - 1) * range;
  const { strength, mirror, rotation } = changes;
  const direction = mirror && random.uniform() < 0.5 ? -1 : 1;
  return {
    direction,
    scale: Math.exp(around(0.3) * strength),
    angle: (around(rotation) * Math.PI) / 180,
    shiftX: around(0.15) * strength * side,
    shiftY: around(0.15) * strength * side,
    contrast: 1 + around(0.3) * strength,
    brightness: around(0.2) * strength * 255,
    tint: [1 + around(0.15) * strength, 1 + around(0.15) * strength, 1 + around(0.15) * strength],
    noise: random.uniform() * 30 * strength,
  };
}

/** Where a place of the picture is seen. */
export function seenAt(view: View, side: number, x: number, y: number): [x: number, y: number] {
  const middle = side / 2;
  const [dx, dy] = [view.direction * (x - middle), y - middle];
  const cosine = Math.cos(view.angle) * view.scale;
  const sine = Math.sin(view.angle) * view.scale;
  return [
    middle + view.shiftX + cosine * dx - sine * dy,
    middle + view.shiftY + sine * dx + cosine * dy,
  ];
}

interface Square {
  readonly side: number;
  readonly channels: 1 | 3;
}

/**
 * Writes what is seen of a picture, bilinearly; grey where there is none.
 * @param target 0…255 and beyond, `[…, side, side, channels]`
 * @param picture `[side, side, channels]`
 */
export function paintView(
  target: Float32Array,
  offset: number,
  picture: Uint8Array,
  { side, channels }: Square,
  view: View,
): void {
  const { contrast, brightness, tint } = view;
  const factors = tint.map((value) => value * contrast);
  const added = 127.5 * (1 - contrast) + brightness;
  eachPlace(view, side, (index, x, y) => {
    const left = Math.floor(x - 0.5);
    const top = Math.floor(y - 0.5);
    const shareX = x - 0.5 - left;
    const shareY = y - 0.5 - top;
    const isInside = left >= 0 && top >= 0 && left + 1 < side && top + 1 < side;
    const start = (top * side + left) * channels;
    const below = start + side * channels;
    for (let channel = 0; channel < channels; channel += 1) {
      let value = surround;
      if (isInside) {
        const upper = mix(picture[start + channel]!, picture[start + channels + channel]!, shareX);
        const lower = mix(picture[below + channel]!, picture[below + channels + channel]!, shareX);
        value = mix(upper, lower, shareY);
      }
      target[offset + index * channels + channel] = value * factors[channel]! + added;
    }
  });
}

/** Changes every sample a little, as a poor camera does. */
export function addNoise(values: Float32Array, noise: number, random: Random): void {
  for (let index = 0; index < values.length; index += 1) {
    values[index]! += (2 * random.uniform() - 1) * noise;
  }
}

/** Writes what class is seen in each pixel of a mask; `outside` where there is none. */
export function paintMaskView(
  target: Uint8Array,
  offset: number,
  mask: Uint8Array,
  { side, outside }: { readonly side: number; readonly outside: number },
  view: View,
): void {
  eachPlace(view, side, (index, x, y) => {
    const isInside = x >= 0 && y >= 0 && x < side && y < side;
    target[offset + index] = isInside ? mask[Math.floor(y) * side + Math.floor(x)]! : outside;
  });
}

/** Calls with every pixel seen and the place of the picture that it shows. */
function eachPlace(
  view: View,
  side: number,
  call: (index: number, x: number, y: number) => void,
): void {
  const middle = side / 2;
  const cosine = Math.cos(view.angle) / view.scale;
  const sine = Math.sin(view.angle) / view.scale;
  for (let row = 0; row < side; row += 1) {
    const dy = row + 0.5 - middle - view.shiftY;
    for (let column = 0; column < side; column += 1) {
      const dx = column + 0.5 - middle - view.shiftX;
      const x = middle + view.direction * (cosine * dx + sine * dy);
      const y = middle + cosine * dy - sine * dx;
      call(row * side + column, x, y);
    }
  }
}

function mix(first: number, second: number, share: number): number {
  return first + (second - first) * share;
}
