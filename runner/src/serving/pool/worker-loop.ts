import { parentPort } from 'node:worker_threads';
import { failureParts } from '../../failure-parts.ts';
import type { Predictor } from '../../inference/predictor.ts';
import type { CallInputs, FromWorker, ToWorker, WorkerSetup } from './messages.ts';
import { predictCalls } from './predict-calls.ts';

/**
 * The life of a worker: loads one model, then answers batches in turn, in a thread or a process of
 * its own.
 */
export function runWorker(load: (setup: WorkerSetup) => Promise<Predictor>): void {
  let predictor: Predictor | undefined;
  const open = async (setup: WorkerSetup): Promise<FromWorker> => {
    try {
      predictor = await load(setup);
      const { parse: _, predictParsed: __, dispose: ___, ...description } = predictor;
      return { kind: 'opened', description };
    } catch (error) {
      return { kind: 'unusable', failure: failureParts(error) };
    }
  };
  let isEnding = false;
  /** One batch is answered before the next is begun. */
  let turn = Promise.resolve();
  listen((message, tell) => {
    if (message.kind === 'end') {
      isEnding = true;
      return end(predictor);
    }
    turn = turn.then(async () => {
      if (isEnding) return;
      const told = await (message.kind === 'open' ? open(message.setup) : predict(message.calls));
      // what a disposed model says is no answer: whoever asked is told that the worker ended
      if (!isEnding) tell(told);
    });
  });
  async function predict(calls: readonly CallInputs[]): Promise<FromWorker> {
    return { kind: 'predicted', outcomes: await predictCalls(predictor!, calls) };
  }
}

/** A module's own code runs in a process that would stay behind, busy for ever. */
function end(predictor: Predictor | undefined): void {
  predictor?.dispose();
  // what disposing began is done by then
  setTimeout(() => process.exit(), 20);
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
