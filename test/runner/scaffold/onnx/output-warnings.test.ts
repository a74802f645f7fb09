import { expect, it } from 'vitest';
import { outputWarnings } from '../../../../runner/src/scaffold/onnx/output-warnings.ts';

it.each([
  [[[1, 2]], []],
  [
    [[1, Number.NaN]],
    ['y gave values that are no finite numbers to the inputs of the golden test'],
  ],
  [
    [[1], [Infinity]],
    ['y gave values that are no finite numbers to the inputs of the golden test'],
  ],
])('answers that are no numbers are told: %j', (values, words) => {
  const warnings = outputWarnings(
    {
      seen: [{ tensor: { name: 'y', type: 'float32', shape: [null, 2] }, values }],
      facts: { opsets: {}, metadata: {}, classLists: [], nodes: [] },
      wish: { preprocessing: {}, isRaw: false, shapes: new Map() },
      isOfPictures: false,
    },
    undefined,
  );
  expect(warnings.map(({ text }) => text)).toEqual(words);
});
