import { parentPort } from 'node:worker_threads';
import { failureParts } from '../../failure-parts.ts';
import type { Predictor } from '../../inference/predictor.ts';
import type { FromWorker, ToWorker, WorkerSetup } from './messages.ts';
import { predictCalls } from './predict-calls.ts';

/**
 * The life of a worker: loads one model, then answers one batch at a time, in a thread or a process
 * of its own.
 */
export function runWorker(load: (setup: WorkerSetup) => Promise<Predictor>): void {
  let predictor: Predictor;
  const open = async (setup: WorkerSetup): Promise<FromWorker> => {
    try {
      predictor = await load(setup);
      const { parse: _, predictParsed: __, dispose: ___, ...description } = predictor;
      return { kind: 'opened', description };
    } catch (error) {
      return { kind: 'unusable', failure: failureParts(error) };
    }
  };
  const answer = async (message: ToWorker): Promise<FromWorker> =>
    message.kind === 'open'
      ? open(message.setup)
      : { kind: 'predicted', outcomes: await predictCalls(predictor, message.calls) };
  listen((message, tell) => void answer(message).then(tell));
}

function listen(hear: (message: ToWorker, tell: (told: FromWorker) => void) => void): void {
  const port = parentPort;
  if (port !== null) {
    port.on('message', (message: ToWorker) => hear(message, (told) => port.postMessage(told)));
    return;
  }
  process.on('message', (message: ToWorker) => hear(message, (told) => process.send!(told)));
  // nobody is left to answer
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  // Ctrl-C reaches the whole group: the server says when it is over
  process.on('SIGINT', () => {});
}
