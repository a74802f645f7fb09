import type { Field } from '@orangery/schemas';
import type { Disagreements } from './disagreements.ts';
import { datatypeOf, tellTensor, type GraphTensor } from './graph-tensor.ts';

/** A declared tensor with the type and shape of the graph where it says none. */
export function completeTensor(field: Field, tensor: GraphTensor): Field {
  const shape = tensor.shape.slice(1).map((size) => size ?? -1);
  return { datatype: datatypeOf(tensor), shape, ...field };
}

/**
 * Compares what a declared tensor says with the graph.
 * @param path of the field
 */
export function compareDeclared(
  field: Field,
  tensor: GraphTensor,
  path: readonly (string | number)[],
  disagreements: Disagreements,
): void {
  const graph = `as the graph has ${tensor.name}: ${tellTensor(tensor)}`;
  const datatype = datatypeOf(tensor);
  if (field.datatype !== undefined && field.datatype !== datatype) {
    disagreements.add([...path, 'datatype'], `${datatype}, ${graph}`, field.datatype);
  }
  const shape = tensor.shape.slice(1);
  if (field.shape === undefined || isSame(field.shape, shape)) return;
  const sizes = shape.map((size) => size ?? -1).join(', ');
  const expected = `[${sizes}] (without the batch), ${graph}`;
  disagreements.add([...path, 'shape'], expected, `[${field.shape.join(', ')}]`);
}

/** A free dimension agrees with every other. */
function isSame(declared: readonly number[], graph: readonly (number | null)[]): boolean {
  return (
    declared.length === graph.length &&
    declared.every((size, place) => size === -1 || [null, size].includes(graph[place]!))
  );
}
