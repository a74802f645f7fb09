import type { Order, Report } from './messages.ts';

export interface RetrainWorker {
  send(order: Order): void;
  /** Ends it at once, whatever it does. */
  end(): void;
}

/** Starts the worker that holds the data and trains. Reports come in order, none after `end`. */
export function startWorker(onReport: (report: Report) => void): RetrainWorker {
  const worker = new Worker(new URL('./worker/retrain-worker.ts', import.meta.url), {
    type: 'module',
  });
  worker.addEventListener('message', ({ data }: MessageEvent<Report>) => onReport(data));
  worker.addEventListener('error', ({ message }) => {
    onReport({
      type: 'failed',
      message: `the page’s worker ended: ${message || 'no reason was given'}`,
      hint: 'The device may be short of memory: close other pages, take less data, or reload this one.',
    });
  });
  return { send: (order) => worker.postMessage(order), end: () => worker.terminate() };
}
