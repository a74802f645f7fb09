import { RequestProblem } from '../../request-problem.ts';
import type { Datatype, TensorData } from './datatype.ts';

/** Numbers or byte strings with a name, row by row. */
export interface Tensor {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  /** As many elements as the shape has. */
  readonly data: TensorData;
}

/** A tensor as a model takes or gives it; -1 is a free dimension, the first one the batch. */
export interface TensorDescription {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly number[];
}

/** How many elements a shape has. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `[2, 3]` */
export function showShape(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** A request that says something wrong of a tensor. */
export function wrongTensor(name: string, expected: string, found: string): RequestProblem {
  return new RequestProblem(400, `${name}: expected ${expected}, found ${found}`);
}
