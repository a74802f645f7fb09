import { expect, it } from 'vitest';
import { startPredictionWorker } from '../../runner/src/serving/pool/prediction-worker.ts';
import { onnxModule } from '../helpers/onnx-module.ts';
import { tensor } from '../runner/inference/onnx/declared.ts';

it('puts a model whose code is native into a process, of its own accord', async () => {
  const folder = await onnxModule('tensor', tensor);
  const worker = await startPredictionWorker({ folder, backend: 'auto' });
  const value = { x: [1, 2, 3, 4, 5, 6] };
  const [outcome] = await worker.predict([[{ kind: 'value', value }]]);
  worker.kill();
  expect(outcome).toMatchObject({
    kind: 'predicted',
    predictions: [
      [
        {
          double: [
            [2, 4, 6],
            [8, 10, 12],
          ],
          greatest: 5,
        },
      ],
    ],
  });
  // a thread's end tells nothing of a signal
  expect(await worker.ended).toMatch(/SIGKILL/);
});
