import { describe, expect, it } from 'vitest';
import { startPredictionWorker } from '../../runner/src/serving/pool/prediction-worker.ts';
import { onnxModule } from '../helpers/onnx-module.ts';
import { tensor } from '../runner/inference/onnx/declared.ts';

const call = [{ kind: 'value', value: { x: [1, 2, 3, 4, 5, 6] } }] as const;
const answer = {
  ...{ kind: 'predicted' },
  predictions: [
    [
      {
        ...{ greatest: 5 },
        double: [
          [2, 4, 6],
          [8, 10, 12],
        ],
      },
    ],
  ],
};

describe('workers of a graph', () => {
  it('are processes of their own accord, several at once, and end', async () => {
    const folder = await onnxModule('tensor', tensor);
    const start = async () => startPredictionWorker({ folder, backend: 'auto' });
    const workers = await Promise.all([start(), start(), start()]);
    const outcomes = await Promise.all(workers.map(async (worker) => worker.predict([call, call])));
    expect(outcomes.flat()).toEqual(Array(6).fill(answer));
    for (const worker of workers) worker.kill();
    const ends = await Promise.all(workers.map(async ({ ended }) => ended));
    for (const end of ends) expect(end).not.toContain('thread');
  });

  it('are cut off while they compute, and nothing else ends', async () => {
    const folder = await onnxModule('tensor', tensor);
    const worker = await startPredictionWorker({ folder, backend: 'auto' });
    const asked = worker.predict(Array(2000).fill(call));
    worker.kill();
    await expect(asked).rejects.toMatchObject({
      name: 'WorkerEnded',
      message: expect.not.stringContaining('thread') as string,
    });
  });
});
