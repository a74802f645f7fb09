import type { Field } from '@orangery/schemas';
import type { RawInput } from '../../../recipes/recipe.ts';
import type { InputTensor } from '../requests/read-request.ts';
import { fileReader, jsonReader, textReader, tokensReader } from './byte-strings.ts';
import { pictureReader } from './pictures.ts';
import {
  booleanReader,
  categoryReader,
  integerReader,
  numberReader,
  seriesReader,
} from './numbers.ts';
import { tensorReader } from './raw-tensors.ts';

/** What stands at a place of the first dimension. */
export type ReadExample = (index: number) => RawInput;

/** @throws RequestProblem 400 when datatype or shape are not the field's; so may reading an example */
export type ExampleReader = (tensor: InputTensor, field: Field) => ReadExample;

/** How a tensor is read for each type of input. */
export const exampleReaders: Readonly<Record<Field['type'], ExampleReader>> = {
  image: pictureReader,
  audio: fileReader,
  file: fileReader,
  text: textReader,
  tokens: tokensReader,
  series: seriesReader,
  number: numberReader,
  integer: integerReader,
  boolean: booleanReader,
  category: categoryReader,
  tensor: tensorReader,
  'class-probabilities': jsonReader,
  boxes: jsonReader,
  mask: jsonReader,
};
