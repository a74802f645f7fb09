import { Failure, type Field } from '@orangery/schemas';
import type { DecodeImage } from '../../recipes/pictures/pixels.ts';
import type { Disagreements } from './disagreements.ts';
import { tellTensor, type GraphTensor } from './graph-tensor.ts';
import type { InputValues } from './input-values.ts';
import { holdsNumber, tellRange } from './number-kinds.ts';
import type { Sample } from './sample.ts';

/**
 * Makes one tensor's part of one input.
 * @throws Failure INPUT_INVALID
 */
export type MakeSample = (input: InputValues) => Promise<Sample>;

/** How one tensor of the graph is made of what arrives. */
export interface InputBinding {
  readonly tensor: GraphTensor;
  /** Declared inputs it is made of. */
  readonly from: readonly string[];
  readonly make: MakeSample;
}

/** What is known while a tensor is bound. */
export interface BindingContext {
  readonly tensor: GraphTensor;
  /** All declared inputs. */
  readonly fields: readonly Field[];
  /** Where the front matter says how. */
  readonly path: readonly (string | number)[];
  readonly disagreements: Disagreements;
  readonly decodeImage: DecodeImage;
}

/** Tells when the graph wants another shape, without the batch, or other elements than are made. */
export function compareMade(
  { tensor, path, disagreements }: BindingContext,
  shape: readonly number[],
  types: readonly string[],
): void {
  const graph = tensor.shape.slice(1);
  const isSame =
    graph.length === shape.length &&
    graph.every((size, place) => size === null || size === shape[place]);
  if (isSame && types.includes(tensor.type)) return;
  const made = `${types.join(' or ')} [${['batch', ...shape].join(', ')}]`;
  disagreements.add(path, `what makes ${tensor.name}: ${tellTensor(tensor)}`, made);
}

/** @throws Failure INPUT_INVALID when the tensor cannot hold one of the numbers */
export function checkNumbers(
  numbers: readonly number[],
  { name, type }: GraphTensor,
  { place }: InputValues,
): void {
  if (type === 'string') return;
  const found = numbers.find((number) => !holdsNumber(type, number));
  if (found === undefined) return;
  throw new Failure(
    'INPUT_INVALID',
    `${place}: expected values of ${tellRange(type)} for ${name}, found ${found}`,
  );
}
