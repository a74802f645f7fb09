import fc from 'fast-check';
import {
  arrayTypes,
  type Datatype,
  type NumericDatatype,
} from '../../../../runner/src/serving/open-inference/tensors/datatype.ts';
import {
  countOf,
  type Tensor,
} from '../../../../runner/src/serving/open-inference/tensors/tensor.ts';

const numericDatatypes = Object.keys(arrayTypes) as NumericDatatype[];

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });

/** Tensors of every datatype and shape, with every bit pattern their numbers may have. */
export const anyTensor: fc.Arbitrary<Tensor> = fc
  .tuple(fc.constantFrom<Datatype>(...numericDatatypes, 'BYTES'), shapes)
  .chain(([datatype, shape]) =>
    dataOf(datatype, countOf(shape)).map((data) => ({ name: 'x', datatype, shape, data })),
  );

function dataOf(datatype: Datatype, count: number): fc.Arbitrary<Tensor['data']> {
  if (datatype === 'BYTES') {
    return fc.array(fc.uint8Array({ maxLength: 6 }), { minLength: count, maxLength: count });
  }
  const Numbers = arrayTypes[datatype];
  const size = count * Numbers.BYTES_PER_ELEMENT;
  return fc
    .uint8Array({ minLength: size, maxLength: size })
    .map(
      (bytes) => new Numbers(bytes.map((byte) => (datatype === 'BOOL' ? byte & 1 : byte)).buffer),
    );
}
