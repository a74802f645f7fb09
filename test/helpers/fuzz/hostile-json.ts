import fc from 'fast-check';

/** Texts that programs stumble over. */
export const oddText = fc.oneof(
  fc.constantFrom(
    ...['', ' ', '\0', '__proto__', 'constructor', '../../etc/passwd', 'NaN', '1e999', 'null'],
    ...['\u202e', '👩‍👩‍👧', '\ud800', '<script>', '${7*7}', "' or 1=1", '%00', '2026-02-30', 'AAAA'],
    ...['data:image/png;base64,AAAA', 'data:,', 'file:///etc/passwd', 'http://169.254.169.254/'],
  ),
  fc.string({ maxLength: 20 }),
  fc.base64String({ maxLength: 40 }),
  fc.integer({ min: 1, max: 5000 }).map((length) => 'ä'.repeat(length)),
);

const oddNumber = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 0.1, 255, 256, 2 ** 31, 2 ** 53, 1e308, 5e-324, -1e308),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const oddKey = fc.oneof(
  fc.constantFrom(
    ...['data', 'image', 'inputs', 'outputs', 'query', 'queries', 'name', 'shape', 'datatype'],
    ...['parameters', 'id', '__proto__', 'constructor', 'toString', 'length', 'then', 'toJSON'],
  ),
  oddText,
);

/** Any value of JSON, with names that mean something to models, protocols or JavaScript. */
export const oddValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, false),
    oddNumber,
    oddText,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(oddKey, tie('value')), { maxLength: 4 }).map(objectOf),
  ),
})).value;

/** With `__proto__` as a property of its own, as JSON.parse makes it. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  return Object.fromEntries(entries);
}

/** Texts that are JSON or nearly: what no value stands for. */
export const oddJsonText = fc.oneof(
  { weight: 6, arbitrary: oddValue.map((value) => JSON.stringify(value) ?? '') },
  fc
    .tuple(fc.constantFrom('[', '{"a":', '[{"data":', '{"inputs":[{"data":['), deepness())
    .map(([open, depth]) => open.repeat(depth)),
  deepness().map((depth) => `${'['.repeat(depth)}1${']'.repeat(depth)}`),
  deepness().map((depth) => `{"data":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`),
  fc.constantFrom(
    ...['1e400', '-1e400', '{"data": 1e400}', '[1e400]', `{"data": ${'9'.repeat(400)}}`],
    ...['{"a":1,"a":2}', '{"__proto__": {"x": 1}}', '{"data": "\\ud800"}', '"\\udc00\\ud800"'],
    ...["{'data': 1}", '[1,]', 'NaN', '{"data": Infinity}', '// x', '{"data"', 'nul', '"', ''],
    ...['{"constructor": {"prototype": {"x": 1}}}', '{"data": [[], {}, null]}', ' \n\t '],
  ),
);

function deepness(): fc.Arbitrary<number> {
  return fc.constantFrom(2, 50, 99, 100, 101, 1000, 20_000);
}
