/** Entry of a worker that serves a module. */
import { runGoldenTest } from '../../inference/golden.ts';
import { readValidModule } from '../../inference/load-module.ts';
import { loadPredictor } from '../../inference/load-predictor.ts';
import { runWorker } from './worker-loop.ts';

runWorker(async ({ folder, isWarmed, ...options }) => {
  const predictor = await loadPredictor(folder, options);
  if (isWarmed === true) await runGoldenTest(await readValidModule(folder), predictor);
  return predictor;
});
