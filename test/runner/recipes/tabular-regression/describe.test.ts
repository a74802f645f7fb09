import { expect, it } from 'vitest';
import { parseRecord } from '@orangery/schemas';
import { describeFiles } from '../../dataset/describe/describing.ts';
import { houseCsv } from '../tabular/tables.ts';

const files = { 'houses.csv': houseCsv(60, 'price') };

it('is read by this recipe where the target is no class', async () => {
  const { record } = await describeFiles(files);
  expect(parseRecord('dataset', record, 'record')).toEqual(record);
  expect(record).toMatchObject({ recipe: 'tabular-regression', target: 'price', examples: 60 });
});

it('keeps the range of the target out of the record of private data', async () => {
  const { record, details } = await describeFiles(files, { visibility: 'private' });
  expect(details.targetRange!.max).toBeGreaterThan(details.targetRange!.min);
  expect(record.targetRange).toBeUndefined();
});
