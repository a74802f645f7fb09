import type { ImageTensor } from '@orangery/schemas';
import { makeElements } from './graph-tensor.ts';
import { imageNumbers, imageShape, longestSide } from './image-sample.ts';
import { compareMade, type BindingContext, type MakeSample } from './input-binding.ts';
import { readPicture } from './picture-value.ts';

/** A picture, placed and scaled. */
export function makeImage(image: ImageTensor, context: BindingContext): MakeSample {
  const { tensor, fields, decodeImage } = context;
  const shape = imageShape(image);
  const isByte = image.largest === 255 && !image.mean && !image.deviation;
  compareMade(context, shape, ['float32', 'float64', ...(isByte ? ['uint8'] : [])]);
  const field = fields.find(({ name }) => name === image.from)!;
  const reader = { decodeImage, longestSide: longestSide(image) };
  return async (input) => {
    const numbers = imageNumbers(await readPicture(input, field, reader), image);
    const isAlready = tensor.type === 'float32';
    return { shape, elements: isAlready ? numbers : makeElements(tensor.type, [...numbers]) };
  };
}
