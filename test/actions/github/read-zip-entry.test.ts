import { expect, it } from 'vitest';
import { readZipEntry } from '../../../actions/github/read-zip-entry.ts';
import { caught } from '../../helpers/caught.ts';
import { zipBytes } from '../../helpers/zip-bytes.ts';

const order = { name: 'report.json', largestBytes: 100, label: 'artifact report' };

it('reads one file out of an archive', async () => {
  const zip = zipBytes([
    { name: 'other.txt', content: 'no' },
    { name: 'report.json', content: '{"a":1}', isDeflated: true },
  ]);
  expect(String(await readZipEntry(zip, order))).toBe('{"a":1}');
});

it.each([
  ['no such file', zipBytes([{ name: 'other.json', content: '{}' }])],
  ['no archive', Buffer.from('not a zip')],
  ['too large a file', zipBytes([{ name: 'report.json', content: 'x'.repeat(101) }])],
  [
    'a file that is larger than it says',
    zipBytes([
      { name: 'report.json', content: 'x'.repeat(5000), isDeflated: true, declaredBytes: 50 },
    ]),
  ],
  [
    'a file behind too many others',
    zipBytes([
      ...Array.from({ length: 100 }, (_, at) => ({ name: `${at}`, content: '' })),
      { name: 'report.json', content: '{}' },
    ]),
  ],
])('refuses %s', async (_, zip) => {
  expect(await caught(() => readZipEntry(zip, order))).toMatchSnapshot();
});
