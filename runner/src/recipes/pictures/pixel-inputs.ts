import { Failure, show } from '@orangery/schemas';
import { isRawTensor } from '../raw-tensor.ts';
import { decodedSide, type Pixels } from './pixels.ts';
import { shrinkPixels } from './shrink-pixels.ts';

/** Far more than fits into a request, and little enough to be held. */
const mostPixels = 16_000_000;
const hint = 'Send [height, width] or [height, width, 3] of whole numbers 0…255, not scaled.';

/** Whether a value is one picture as pixels, or a list that begins with numbers: no list of pictures. */
export function isPixels(value: unknown): boolean {
  if (isRawTensor(value)) return true;
  const shape = shapeOf(value);
  // a list of grey pictures is as deep as a picture of colour
  return shape.length === 2 || (shape.length === 3 && (shape[2] === 1 || shape[2] === 3));
}

/**
 * Pixels as a program sends them, a tensor or nested lists `[height, width]` or
 * `[height, width, 1 or 3]`, shrunk as decoded pictures are.
 * @throws Failure INPUT_INVALID naming the place
 */
export function parsePixels(value: unknown, place: string): Pixels {
  const isTensor = isRawTensor(value);
  const shape = isTensor ? value.shape : shapeOf(value);
  const [height = 0, width = 0, channels = 1] = shape;
  const isPicture = (shape.length === 2 || shape.length === 3) && height > 0 && width > 0;
  if (!isPicture || (channels !== 1 && channels !== 3)) {
    throw invalid(place, 'pixels [height, width] or [height, width, 3]', `[${shape.join(', ')}]`);
  }
  if (height * width > mostPixels) {
    throw invalid(place, 'at most 16 megapixels', `${height} × ${width}`);
  }
  const data = isTensor
    ? samplesOfTensor(value.data, height * width * channels, place)
    : samplesOfLists(value, { shape, place });
  return shrinkPixels({ width, height, channels, data }, decodedSide);
}

/** Of nested lists: lengths of the first ones. */
function shapeOf(value: unknown): readonly number[] {
  const shape: number[] = [];
  for (let part = value; Array.isArray(part) && shape.length < 5; part = part[0]) {
    shape.push(part.length);
  }
  return shape;
}

function samplesOfTensor(
  data: ArrayLike<number | bigint>,
  size: number,
  place: string,
): Uint8Array {
  if (data.length !== size) throw invalid(place, `${size} pixel values`, `${data.length}`);
  if (data instanceof Uint8Array) return data;
  return Uint8Array.from(data, (value) => sampleOf(Number(value), place));
}

function samplesOfLists(
  value: unknown,
  { shape, place }: { readonly shape: readonly number[]; readonly place: string },
): Uint8Array {
  const samples = new Uint8Array(shape.reduce((product, size) => product * size, 1));
  // where the walk is; as text only for a message, as there are millions of places
  const path: number[] = [];
  const told = (): string => place + path.map((index) => `[${index}]`).join('');
  let next = 0;
  const collect = (part: unknown): void => {
    const length = shape[path.length];
    if (length === undefined) {
      samples[next] = isSample(part) ? part : sampleOf(part, told());
      next += 1;
      return;
    }
    if (!Array.isArray(part) || part.length !== length) {
      const found = Array.isArray(part) ? `${part.length}` : show(part);
      throw invalid(told(), `a list of ${length}, as long as the first`, found);
    }
    for (let index = 0; index < length; index += 1) {
      path.push(index);
      collect(part[index]);
      path.pop();
    }
  };
  collect(value);
  return samples;
}

function sampleOf(value: unknown, place: string): number {
  if (isSample(value)) return value;
  throw invalid(place, 'a whole number 0…255', show(value));
}

function isSample(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

function invalid(place: string, expected: string, found: string): Failure {
  return new Failure('INPUT_INVALID', `${place}: expected ${expected}, found ${found}`, { hint });
}
