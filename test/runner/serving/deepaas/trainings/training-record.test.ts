import { expect, it } from 'vitest';
import { UploadedFile } from '../../../../../runner/src/serving/call-sources.ts';
import { toldArguments } from '../../../../../runner/src/serving/deepaas/trainings/training-record.ts';

it('tells arguments as they came', () => {
  const values = { sleep: 0, text: 'a b', list: [1, 'x'], link: 'https://example.org/x y.csv' };
  expect(toldArguments(values)).toEqual(values);
});

it('tells of a file its names and type alone', () => {
  const dataset = new UploadedFile('seeds.csv', 'text/csv', Buffer.from('secret'));
  expect(toldArguments({ dataset })).toEqual({ dataset: ['dataset', 'text/csv', 'seeds.csv'] });
});

it.each([
  ['https://ada:pass@example.org/x.csv', 'https://example.org/x.csv'],
  ['https://example.org/x.csv?signature=abc#part', 'https://example.org/x.csv?…'],
  ['s3://key:word@bucket/x?a=b', 's3://bucket/x?…'],
  ['https://%zz?signature=abc', '(no link)'],
])('tells of %s nothing that gives access', (link, told) => {
  expect(toldArguments({ link })).toEqual({ link: told });
});

it('tells of a long argument its length', () => {
  expect(toldArguments({ text: 'x'.repeat(20_000) })).toEqual({ text: '(20002 characters)' });
});
