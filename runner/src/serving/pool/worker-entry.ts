import { parentPort } from 'node:worker_threads';
import { failureParts } from '../../failure-parts.ts';
import { runGoldenTest } from '../../inference/golden.ts';
import { readValidModule } from '../../inference/load-module.ts';
import { loadPredictor } from '../../inference/load-predictor.ts';
import type { Predictor } from '../../inference/predictor.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './messages.ts';
import { predictCalls } from './predict-calls.ts';

/** One model, loaded once, in a thread or a process of its own; asked one batch at a time. */
let predictor: Predictor | undefined;

async function answer(message: ToWorker): Promise<FromWorker> {
  if (message.kind === 'open') return open(message.setup);
  return { kind: 'predicted', outcomes: await predictCalls(predictor!, message.calls) };
}

async function open({ folder, isWarmed, ...options }: WorkerSetup): Promise<FromWorker> {
  try {
    predictor = await loadPredictor(folder, options);
    if (isWarmed === true) await runGoldenTest(await readValidModule(folder), predictor);
    const { parse: _, predictParsed: __, dispose: ___, ...description } = predictor;
    return { kind: 'opened', description };
  } catch (error) {
    return { kind: 'unusable', failure: failureParts(error) };
  }
}

if (parentPort === null) {
  process.on('message', (message) => {
    void answer(message as ToWorker).then((told) => process.send!(told));
  });
  // nobody is left to answer
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Ctrl-C reaches the whole group: the server says when it is over
  process.on('SIGINT', () => {});
} else {
  const port = parentPort;
  port.on('message', (message: ToWorker) => {
    void answer(message).then((told) => port.postMessage(told));
  });
}
