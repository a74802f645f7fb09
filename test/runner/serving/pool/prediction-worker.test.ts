import { expect, it, onTestFinished } from 'vitest';
import { startPredictionWorker } from '../../../../runner/src/serving/pool/prediction-worker.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const entry = new URL('../../../fixtures/serving/versioned-model.ts', import.meta.url);

async function start() {
  const folder = await tempFolder({ version: '1.0.0' });
  const worker = await startPredictionWorker({ folder, backend: 'cpu' }, { entry });
  onTestFinished(() => worker.kill());
  const predict = async (...values: unknown[]) =>
    worker.predict(values.map((value) => [{ kind: 'value', value }]));
  return { worker, predict };
}

it('answers several batches in the order in which it was asked', async () => {
  const { predict } = await start();
  const sizes = [3, 1, 2];
  const all = await Promise.all(sizes.map(async (size) => predict(...Array(size).fill(0))));
  expect(all.map(({ length }) => length)).toEqual(sizes);
});

it('answers on when it was asked something that cannot be sent', async () => {
  const { predict } = await start();
  await expect(predict(() => 'a function')).rejects.toThrow('could not be cloned');
  expect(await predict(1, 2)).toHaveLength(2);
});

it('answers nothing from when it is ended', async () => {
  const { worker, predict } = await start();
  worker.kill();
  const all = await Promise.allSettled([predict(1), predict(2)]);
  const lost = { status: 'rejected', reason: { name: 'WorkerEnded' } };
  expect(all).toMatchObject([lost, lost]);
  await expect(predict(3)).rejects.toMatchObject(lost.reason);
});
