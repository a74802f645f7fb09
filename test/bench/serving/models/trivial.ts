import { runWorker } from '../../../../runner/src/serving/pool/worker-loop.ts';
import { describe } from './describe.ts';

/** Says always the same: what is timed with it is everything but the model. */
runWorker(async () => ({
  ...describe('trivial', [{ name: 'x', type: 'number' }]),
  parse: async () => [0],
  predictParsed: async (inputs) => inputs.map(() => ({ label: 'a', probability: 1 })),
  dispose: () => {},
}));
