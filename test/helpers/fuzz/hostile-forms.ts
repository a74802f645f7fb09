import fc from 'fast-check';
import { fileName, oddFile } from './hostile-files.ts';
import { oddText } from './hostile-json.ts';

export const boundary = 'between-the-parts';

const partName = fc.oneof(
  fc.constantFrom('data', 'image', 'file', 'img', 'input', 'query', 'accept', 'model'),
  fc.constantFrom('data[]', 'data[a][b]', '__proto__', 'constructor', '', '"', 'a\\"b', 'ä'),
);

const content = fc.oneof(
  oddFile,
  oddText.map((text) => Buffer.from(text)),
);

const head = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(partName, fc.option(fileName), fc.constantFrom('', 'image/png', 'text/csv', 'x'))
      .map(([name, file, type]) =>
        [
          `Content-Disposition: form-data; name="${name}"`,
          file === null ? '' : `; filename="${file}"`,
          type === '' ? '' : `\r\nContent-Type: ${type}`,
        ].join(''),
      ),
  },
  fc.constantFrom(
    ...['', 'Content-Disposition', 'Content-Disposition: form-data', 'Content-Disposition: form'],
    ...[': x', 'Content-Type: text/plain', `X: ${'y'.repeat(20_000)}`, 'X: y\r\n'.repeat(200)],
    `Content-Disposition: form-data; name=${'n'.repeat(5000)}`,
    "Content-Disposition: form-data; name*=utf-8''%ff%fe; filename*=utf-9''x",
    'Content-Disposition: form-data; name="data"\r\nContent-Transfer-Encoding: base64',
  ),
);

const end = fc.oneof(
  { weight: 6, arbitrary: fc.constant(`--${boundary}--\r\n`) },
  fc.constantFrom('', `--${boundary}`, '--another--\r\n', `--${boundary}--`, '\r\n'),
);

const lineEnd = fc.oneof(
  { weight: 8, arbitrary: fc.constant('\r\n') },
  fc.constantFrom('\n', '\r'),
);

/** Bodies of multipart/form-data between {@link boundary}, well-formed or not. */
export const oddForm: fc.Arbitrary<Buffer> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(fc.array(fc.tuple(head, content), { maxLength: 4 }), lineEnd, end)
      .map(([parts, line, last]) =>
        Buffer.concat([
          ...parts.map(([first, bytes]) => partOf(first, bytes, line)),
          Buffer.from(last),
        ]),
      ),
  },
  manyParts('data'),
  manyParts('x"; filename="x'),
);

/** Urlencoded, or like it. */
export const oddFields: fc.Arbitrary<Buffer> = fc
  .array(fc.tuple(partName, fc.oneof(oddText, fc.constant('%zz%'))), { maxLength: 6 })
  .map((pairs) => Buffer.from(pairs.map((pair) => pair.join('=')).join('&')));

function partOf(first: string, bytes: Buffer, line: string): Buffer {
  const start = `--${boundary}${line}${first}${line}${line}`;
  return Buffer.concat([Buffer.from(start), bytes, Buffer.from(line)]);
}

function manyParts(name: string): fc.Arbitrary<Buffer> {
  const first = `Content-Disposition: form-data; name="${name}"`;
  return fc
    .constantFrom(33, 999, 1001, 4000)
    .map((count) =>
      Buffer.concat([
        ...Array.from({ length: count }, () => partOf(first, Buffer.from('x'), '\r\n')),
        Buffer.from(`--${boundary}--\r\n`),
      ]),
    );
}
