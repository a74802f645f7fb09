import { describe, expect, it } from 'vitest';
import type { Receipt } from '@orangery/schemas';
import type { ProgressEvent } from '../../../runner/src/progress.ts';
import { trackTraining } from '../../../runner/src/tracking/track-training.ts';
import { freePort } from '../../helpers/free-port.ts';
import { testServer } from '../../helpers/test-server.ts';
import { testWorld } from '../../helpers/test-world.ts';

const module = { id: 'leaves', version: '1.0.0' };
const events: readonly ProgressEvent[] = [
  {
    ...{ type: 'run-started', run: 'run-1', backend: 'wasm', scoreName: 'accuracy' },
    budget: { MODEL_TRIAL_COUNT: 2, TIME_HOURS: 1, GPU_COUNT: 0 },
  },
  { type: 'trial-started', trial: 1, segment: 1, knobs: { learningRate: 0.01, layers: 'two' } },
  { ...{ type: 'epoch', trial: 1, epoch: 1, epochs: 2 }, loss: 0.7, score: 0.5, secondsLeft: 9 },
  { ...{ type: 'epoch', trial: 1, epoch: 2, epochs: 2 }, loss: 0.4, score: 0.8, secondsLeft: 0 },
  { type: 'trial-ended', trial: 1, status: 'done', epochs: 2, score: 0.8 },
  {
    ...{ type: 'evaluated', metrics: { accuracy: 0.79 } },
    baseline: { name: 'majority class', metrics: { accuracy: 0.5 } },
  },
];
const receipt = {
  ...{ fingerprint: 'f', artifact: { sha256: 'a' }, dataset: { examples: 60 }, trials: [] },
} as unknown as Receipt;

/** As much of MLflow as is asked, and what it was told. */
async function mlflow(status = 200) {
  const calls: { path: string; body: Record<string, unknown>; authorization?: string }[] = [];
  let runs = 0;
  const { url } = await testServer(async (request, response) => {
    const path = request.url!.replace('/api/2.0/mlflow/', '').split('?')[0]!;
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { authorization } = request.headers;
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    calls.push({ path, body, ...(authorization && { authorization }) });
    const known: Readonly<Record<string, () => object>> = {
      'experiments/create': () => ({ experiment_id: '7' }),
      'runs/create': () => ({ run: { info: { run_id: `run${(runs += 1)}` } } }),
    };
    response.statusCode = path.endsWith('get-by-name') ? 404 : status;
    response.end(JSON.stringify(known[path]?.() ?? {}));
  });
  return { url, calls };
}

const open = (address: string, world = testWorld()) =>
  trackTraining({ server: { address, experiment: 'garden' }, module, logger: world.logger });

describe('trackTraining', () => {
  it('tells a run for the training, and one for each trial, with knobs and curves', async () => {
    const { url, calls } = await mlflow();
    const tracker = open(url);
    for (const event of events) tracker.report(event);
    await tracker.end({ receipt });
    const told = (path: string) =>
      calls.filter((call) => call.path === path).map(({ body }) => body);
    expect(told('experiments/create')).toEqual([{ name: 'garden' }]);
    expect(told('runs/create')).toMatchObject([
      { experiment_id: '7', run_name: 'run-1' },
      { run_name: 'trial 1', tags: [{ key: 'mlflow.parentRunId', value: 'run1' }] },
    ]);
    const logged = told('runs/log-batch');
    const metrics = logged.flatMap((one) => (one['metrics'] ?? []) as { key: string }[]);
    expect(metrics.map(({ key }) => key)).toEqual([
      ...['loss', 'score', 'loss', 'score', 'accuracy', 'baseline.accuracy'],
    ]);
    expect(JSON.stringify(logged)).toContain('{"key":"learningRate","value":"0.01"}');
    expect(told('runs/update')).toMatchObject([
      { run_id: 'run2', status: 'FINISHED' },
      { run_id: 'run1', status: 'FINISHED' },
    ]);
  });

  it('says who asks', async () => {
    const { url, calls } = await mlflow();
    const server = { address: url, experiment: 'garden', authorization: 'Bearer secret' };
    const tracker = trackTraining({ server, module, logger: testWorld().logger });
    tracker.report(events[0]!);
    await tracker.end({ failed: 'KILLED' });
    expect(calls.every(({ authorization }) => authorization === 'Bearer secret')).toBe(true);
    expect(calls.at(-1)?.body).toMatchObject({ status: 'KILLED' });
  });

  it('keeps a training from nothing when the server does not answer, and says so once', async () => {
    const world = testWorld();
    const tracker = open(`http://127.0.0.1:${await freePort()}`, world);
    for (const event of events) tracker.report(event);
    await tracker.end({ receipt });
    expect(world.log).toHaveLength(1);
    expect(world.log[0]).toMatch(/^warn: MLflow at .*ECONNREFUSED.*; nothing more is sent$/);
  });

  it('tells nothing to a server that refuses', async () => {
    const { url, calls } = await mlflow(403);
    const world = testWorld();
    const tracker = open(url, world);
    for (const event of events) tracker.report(event);
    await tracker.end({ receipt });
    expect(calls).toHaveLength(2);
    expect(world.log[0]).toContain('experiments/create: expected 200, found 403');
  });
});
