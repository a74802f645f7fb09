import { expect, it } from 'vitest';
import { requestCommand, trainCommand } from '../../../cli/src/train/train-command.ts';

const run = { out: 'my results/o', workers: 2, trustCode: true, maxBytes: 5000 };

it('repeats where the result goes and what it may use', () => {
  const asked = {
    dataset: ['d.csv'],
    gpus: 1,
    backend: 'auto',
    seed: 1,
    visibility: 'private',
  } as const;
  expect(trainCommand('tabular-classifier', { ...asked, ...run })).toMatchInlineSnapshot(
    `"orangery train tabular-classifier --dataset d.csv --gpus 1 --max-bytes 5000 --out 'my results/o' --workers 2 --trust-code"`,
  );
});

it('repeats the same beside a request’s file', () => {
  expect(requestCommand('r.yml', run)).toMatchInlineSnapshot(
    `"orangery train --request r.yml --max-bytes 5000 --out 'my results/o' --workers 2 --trust-code"`,
  );
});
