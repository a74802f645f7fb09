/** Entry of a worker that serves a module. */
import { runGoldenTest } from '../../inference/golden.ts';
import { hashOfModule } from '../../inference/batch/module-hash.ts';
import { readValidModule } from '../../inference/load-module.ts';
import { loadPredictor } from '../../inference/load-predictor.ts';
import { runWorker } from './worker-loop.ts';

runWorker(async ({ folder, isWarmed, ...options }) => {
  const contentHash = await hashOfModule(folder);
  const predictor = { ...(await loadPredictor(folder, options)), contentHash };
  if (isWarmed === true) await runGoldenTest(await readValidModule(folder), predictor);
  return predictor;
});
