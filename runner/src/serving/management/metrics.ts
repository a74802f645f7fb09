import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { BatchFacts } from '../pool/batcher.ts';
import type { RequestFacts } from '../request-facts.ts';

/** How a model stands just now. */
export interface ModelLoad {
  readonly name: string;
  readonly version: string;
  readonly waiting: number;
  readonly workers: number;
}

export interface ServingMetrics {
  readonly registry: Registry;
  observeRequest(facts: RequestFacts): void;
  observeBatch(model: string, facts: BatchFacts): void;
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/**
 * Figures in the form of Prometheus, of this process and of each model.
 * @param loads asked whenever the figures are
 */
export function createMetrics(loads: () => readonly ModelLoad[]): ServingMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = requestMetrics(registry);
  const batches = batchMetrics(registry);
  addLoads(registry, loads);
  return {
    registry,
    observeRequest: ({ model = '', protocol = '', status, milliseconds }) => {
      requests.total.inc({ model, protocol, status });
      requests.duration.observe({ model, protocol }, milliseconds / 1000);
    },
    observeBatch: (model, { inputs, waitMs, predictMs }) => {
      batches.inputs.observe({ model }, inputs);
      batches.wait.observe({ model }, waitMs / 1000);
      batches.predict.observe({ model }, predictMs / 1000);
    },
  };
}

function requestMetrics(registry: Registry) {
  return {
    total: new Counter({
      name: 'orangery_requests_total',
      help: 'Requests answered, by model, protocol and status.',
      labelNames: ['model', 'protocol', 'status'],
      registers: [registry],
    }),
    duration: new Histogram({
      name: 'orangery_request_seconds',
      help: 'From the arrival of a request to the end of its answer.',
      labelNames: ['model', 'protocol'],
      buckets: seconds,
      registers: [registry],
    }),
  };
}

function batchMetrics(registry: Registry) {
  const histogram = (name: string, help: string, buckets: number[]): Histogram<'model'> =>
    new Histogram({ name, help, buckets, labelNames: ['model'], registers: [registry] });
  return {
    inputs: histogram('orangery_batch_inputs', 'Inputs that were predicted together.', sizes),
    wait: histogram('orangery_queue_seconds', 'Longest wait of a batch in the queue.', seconds),
    predict: histogram('orangery_predict_seconds', 'Time a batch took a worker.', seconds),
  };
}

function addLoads(registry: Registry, loads: () => readonly ModelLoad[]): void {
  const gauge = (name: string, help: string, value: (load: ModelLoad) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['model', 'version'],
      registers: [registry],
      collect() {
        this.reset();
        for (const load of loads()) {
          this.set({ model: load.name, version: load.version }, value(load));
        }
      },
    });
  };
  gauge('orangery_waiting_requests', 'Requests that wait now.', ({ waiting }) => waiting);
  gauge('orangery_workers', 'Workers that have the model loaded.', ({ workers }) => workers);
}
