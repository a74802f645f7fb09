import type { ImageTensor } from '@orangery/schemas';
import type { Pixels } from '../../recipes/pictures/pixels.ts';
import { resizePixels } from './resize-pixels.ts';

/** Channels of the tensor, in order: places of red, green and blue in a pixel; grey has one. */
const orders = { rgb: [0, 1, 2], bgr: [2, 1, 0], grey: [0] } as const;

/** Shape of one picture in the tensor, without the batch. */
export function imageShape(image: ImageTensor): readonly number[] {
  const [height, width] = sizeOf(image);
  const channels = orders[image.channels ?? 'rgb'].length;
  return image.layout === 'height-width-channels'
    ? [height, width, channels]
    : [channels, height, width];
}

/** Numbers of one picture, as the front matter says. */
export function imageNumbers(pixels: Pixels, image: ImageTensor): Float32Array {
  const order = orders[image.channels ?? 'rgb'];
  const placed = place(order.length === 1 ? greyOf(pixels) : pixels, image);
  const area = placed.width * placed.height;
  const isLast = image.layout === 'height-width-channels';
  const result = new Float32Array(area * order.length);
  for (const [channel, from] of order.entries()) {
    const source = placed.channels === 1 ? 0 : from;
    const scale = (image.largest ?? 1) / 255;
    const mean = ofChannel(image.mean, channel) ?? 0;
    const deviation = ofChannel(image.deviation, channel) ?? 1;
    for (let pixel = 0; pixel < area; pixel += 1) {
      const sample = placed.data[pixel * placed.channels + source]! * scale;
      const at = isLast ? pixel * order.length + channel : channel * area + pixel;
      result[at] = (sample - mean) / deviation;
    }
  }
  return result;
}

/** Longest side that a picture needs to have: larger ones may be shrunk as they are decoded. */
export function longestSide(image: ImageTensor): number {
  return 8 * Math.max(...sizeOf(image), image.shorterSide ?? 0);
}

function place(pixels: Pixels, image: ImageTensor): Pixels {
  const [height, width] = sizeOf(image);
  const [tall, wide] = scaledSize(pixels, image);
  const resized = resizePixels(pixels, tall, wide, image.interpolation ?? 'bilinear');
  if (tall === height && wide === width) return resized;
  return frame(resized, height, width, image.fill ?? 0);
}

/** Height and width before what is too much is cut off, or what is missing is filled. */
function scaledSize(pixels: Pixels, image: ImageTensor): readonly [number, number] {
  const [height, width] = sizeOf(image);
  const { fit = 'stretch', shorterSide } = image;
  if (fit === 'stretch') return [height, width];
  if (fit === 'cover' && shorterSide !== undefined) {
    const shortest = Math.min(pixels.height, pixels.width);
    const scaled = (length: number): number => Math.floor((shorterSide * length) / shortest);
    return [scaled(pixels.height), scaled(pixels.width)];
  }
  const ratios = [height / pixels.height, width / pixels.width] as const;
  const scale = fit === 'contain' ? Math.min(...ratios) : Math.max(...ratios);
  // rounding must not leave a line uncovered, nor go beyond the frame
  const scaled = (length: number, frame: number): number => {
    const rounded = Math.max(1, Math.round(length * scale));
    return fit === 'contain' ? Math.min(frame, rounded) : Math.max(frame, rounded);
  };
  return [scaled(pixels.height, height), scaled(pixels.width, width)];
}

/** The middle of a picture in a frame of this size; what it does not cover is filled. */
function frame(pixels: Pixels, height: number, width: number, fill: number): Pixels {
  const { channels } = pixels;
  const data = new Uint8Array(height * width * channels).fill(fill);
  const [cutTop, cutLeft] = [halfEven(pixels.height - height), halfEven(pixels.width - width)];
  const [top, left] = [(height - pixels.height) >> 1, (width - pixels.width) >> 1];
  const columns = Math.min(width, pixels.width);
  for (let row = 0; row < Math.min(height, pixels.height); row += 1) {
    const from = ((row + Math.max(0, cutTop)) * pixels.width + Math.max(0, cutLeft)) * channels;
    const to = ((row + Math.max(0, top)) * width + Math.max(0, left)) * channels;
    data.set(pixels.data.subarray(from, from + columns * channels), to);
  }
  return { width, height, channels, data };
}

/** Half of a length, rounded to the even one of two, as torchvision's CenterCrop does. */
function halfEven(length: number): number {
  const half = Math.floor(length / 2);
  return length % 2 === 0 || half % 2 === 0 ? half : half + 1;
}

/** ITU-R BT.601, as Pillow's `convert('L')`. */
function greyOf(pixels: Pixels): Pixels {
  if (pixels.channels === 1) return pixels;
  const { width, height } = pixels;
  const data = new Uint8Array(width * height);
  for (let pixel = 0; pixel < data.length; pixel += 1) {
    const at = 3 * pixel;
    const [red, green, blue] = [pixels.data[at]!, pixels.data[at + 1]!, pixels.data[at + 2]!];
    data[pixel] = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
  }
  return { width, height, channels: 1, data };
}

function sizeOf({ size: [height, width] }: ImageTensor): readonly [number, number] {
  return [height!, width!];
}

function ofChannel(values: readonly number[] | undefined, channel: number): number | undefined {
  return values?.[values.length === 1 ? 0 : channel];
}
