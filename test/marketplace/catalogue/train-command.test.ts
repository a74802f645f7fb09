import { describe, expect, it } from 'vitest';
import { repeatCommand, trainCommand } from '../../../marketplace/src/catalogue/train-command.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

describe('trainCommand', () => {
  it('names the column to predict of a table', () => {
    expect(trainCommand(fixtureModule('seed-classifier'))).toMatchInlineSnapshot(`
      "npx orangery train seed-classifier \\
        --dataset https://example.org/my-table.csv \\
        --target variety \\
        --trials 10"
    `);
  });
});

it.each([
  ['CSV with the columns text and label', 'my-table.csv'],
  ['pictures, a folder a class', 'my-data.zip'],
])('a container that takes %s is given %s, and is trained once', (format, file) => {
  const train = { datasetArgument: 'data', format, outputPath: '/srv', metricsPath: '/srv/m.json' };
  const module = withFrontMatter(fixtureModule('plant-detector'), {
    container: { train },
    dataset: { link: 'sample/rows.csv', target: 'label' },
  });
  expect(trainCommand(module)).toBe(
    `npx orangery train plant-detector \\\n  --dataset https://example.org/${file}`,
  );
});

describe('repeatCommand', () => {
  const [receipt] = fixtureModule('seed-classifier').receipts;

  it('repeats the request of a receipt', () => {
    expect(repeatCommand(receipt!)).toMatchInlineSnapshot(`
      "npx orangery train tabular-classifier \\
        --dataset https://example.org/wheat-seeds.csv \\
        --target variety \\
        --trials 3 \\
        --hours 0.2 \\
        --backend wasm \\
        --seed 42"
    `);
  });

  it('is not offered where the data is secret', () => {
    const request = { ...receipt!.request, dataset: [{ link: 'secret:MY_DATA' }] };
    expect(repeatCommand({ ...receipt!, request })).toBeNull();
  });

  it('quotes what a shell would take apart', () => {
    const request = { ...receipt!.request, target: `it's $HOME` };
    expect(repeatCommand({ ...receipt!, request })).toContain(`--target 'it'\\''s $HOME'`);
  });
});
