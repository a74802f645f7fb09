import type { Field } from '@orangery/schemas';
import type { InputTensor } from '../requests/read-request.ts';

/**
 * One matrix of numbers for a table of numbers, as clients of scikit-learn's servers send, has a
 * column for each input, in their order; anything else is left as it is.
 */
export function splitColumns(
  fields: readonly Field[],
  tensors: readonly InputTensor[],
): readonly InputTensor[] {
  const [matrix] = tensors;
  if (matrix === undefined || !isMatrixOf(fields, tensors)) return tensors;
  const { data, shape, isBase64 } = matrix;
  const [rows = 0] = shape;
  return fields.map(({ name }, column) => {
    const indices = Array.from({ length: rows }, (_, row) => row * fields.length + column);
    const numbers = Float64Array.from(indices, (index) => Number(data[index]));
    return { name, datatype: 'FP64', shape: [rows], data: numbers, isBase64 };
  });
}

function isMatrixOf(fields: readonly Field[], tensors: readonly InputTensor[]): boolean {
  const [matrix] = tensors;
  return (
    matrix !== undefined &&
    tensors.length === 1 &&
    fields.length > 1 &&
    fields.every(({ name, type }) => name !== matrix.name && isNumber(type)) &&
    matrix.shape.length === 2 &&
    matrix.shape[1] === fields.length &&
    !['BYTES', 'BOOL'].includes(matrix.datatype)
  );
}

function isNumber(type: Field['type']): boolean {
  return type === 'number' || type === 'integer';
}
