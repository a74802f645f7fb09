import fc from 'fast-check';
import type { FuzzedModel } from './fuzzed-request.ts';
import { oddFile } from './hostile-files.ts';
import { oddText, oddValue } from './hostile-json.ts';

const datatypes = [
  'BOOL',
  'UINT8',
  'INT64',
  'UINT64',
  'FP16',
  'FP32',
  'FP64',
  'BYTES',
  'BF16',
  'x',
];
const dimension = fc.constantFrom(0, 1, 1, 1, 2, 3, 28, -1, 0.5, 2 ** 31, 2 ** 53, 1e300);
const shape = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom([1], [1, 1], [2], [1, 4, 4, 3], [1, 4, 4, 1], [1, 30]) },
  fc.array(dimension, { maxLength: 6 }),
  fc.constantFrom(
    [65_536, 65_536],
    [1, 50_000, 50_000, 3],
    [1001],
    new Array<number>(1000).fill(1),
  ),
);
const count = fc.constantFrom(0, 1, 2, 16, 30, 48, 1001);
const data = fc.oneof(
  fc.tuple(count, fc.double({ noNaN: true })).map(([length, of]) => new Array(length).fill(of)),
  fc.tuple(count, oddText).map(([length, of]) => new Array(length).fill(of)),
  fc.array(oddValue, { maxLength: 4 }),
  oddValue,
);

function tensorOf({ inputs }: FuzzedModel): fc.Arbitrary<object> {
  return fc.record(
    {
      name: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...inputs) }, oddText),
      datatype: fc.constantFrom(...datatypes),
      shape,
      data,
      parameters: fc.oneof(
        fc.constantFrom(
          { binary_data_size: 4 },
          { binary_data_size: 1e15 },
          { binary_data_size: -1 },
        ),
        fc.constantFrom({ content_type: 'base64' }, { shared_memory_region: 'x' }),
        oddValue,
      ),
    },
    { requiredKeys: ['name'] },
  );
}

/** A body of `…/infer`: JSON, tensors behind it or not, and the header that tells where JSON ends. */
export function oddInference(
  model: FuzzedModel,
): fc.Arbitrary<{ readonly body: Buffer; readonly headerLength?: string }> {
  const inputs = fc.oneof(
    { weight: 5, arbitrary: fc.array(tensorOf(model), { minLength: 1, maxLength: 3 }) },
    wholeRow(model).map((row) => [...row]),
    oddValue,
  );
  const outputs = fc.oneof(
    fc.constantFrom([], [{ name: 'label' }], [{ name: 'nobody' }]),
    fc.constantFrom([{ name: 'probabilities', parameters: { classification: 1e9 } }]),
    oddValue,
  );
  const parameters = fc.oneof(fc.constantFrom({ binary_data_output: true }), oddValue);
  const json = fc
    .record({ inputs, outputs, parameters, id: oddValue }, { requiredKeys: ['inputs'] })
    .map((value) => Buffer.from(JSON.stringify(value)));
  const wrong = fc.constantFrom('0', '1', '-1', '1e3', '99999999999', 'x', '', '0x10', '1, 2');
  return fc.oneof(
    { weight: 3, arbitrary: json.map((body) => ({ body })) },
    fc.tuple(json, oddFile, fc.option(wrong)).map(([head, rest, length]) => ({
      body: Buffer.concat([head, rest]),
      headerLength: length ?? String(head.length),
    })),
    fc.tuple(oddFile, wrong).map(([body, headerLength]) => ({ body, headerLength })),
  );
}

/** A tensor for each input, so that a model is reached at all. */
function wholeRow({ inputs }: FuzzedModel): fc.Arbitrary<readonly object[]> {
  const one = fc.oneof(
    fc.constantFrom<object>(
      ...[1, -1, 0, null, 1e308, 5e-324].map((value) => ({
        ...{ datatype: 'FP64', shape: [1], data: [value] },
      })),
      ...['white', '', '{}', '[]', '"', '[1,2]', '[null]', '[1e400]'].map((value) => ({
        ...{ datatype: 'BYTES', shape: [1], data: [value] },
      })),
      { datatype: 'FP64', shape: [1, 3], data: [1, 2, 3] },
      { datatype: 'BOOL', shape: [1], data: [true] },
    ),
  );
  return fc.tuple(...inputs.map((name) => one.map((tensor) => ({ name, ...tensor }))));
}
