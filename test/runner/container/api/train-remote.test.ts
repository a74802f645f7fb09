import { describe, expect, it } from 'vitest';
import { openModel } from '../../../../runner/src/container/api/open-model.ts';
import { trainRemote } from '../../../../runner/src/container/api/train-remote.ts';
import type { RemoteModel } from '../../../../runner/src/container/api/remote-model.ts';
import { argumentModel } from '../../../../runner/src/serving/deepaas/argument-model.ts';
import { caught } from '../../../helpers/caught.ts';
import { startUpstream } from '../../../helpers/containers/upstream.ts';

const options = { signal: new AbortController().signal, pauseMs: 5 };

/** Trains until it is let go. */
async function trainer(train: (values: unknown) => unknown): Promise<RemoteModel> {
  const address = await startUpstream(
    argumentModel({
      name: 'trainer',
      predictArguments: [{ name: 'x', type: 'string' }],
      trainArguments: [
        { name: 'folder', type: 'string', isRequired: true },
        { name: 'epochs', type: 'integer', default: 3 },
      ],
      predict: () => 1,
      train,
    }),
  );
  return openModel(address, { label: 'trainer', signal: options.signal });
}

describe('trainRemote', () => {
  it('looks until the training is done, and gives its output', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const asked: unknown[] = [];
    const model = await trainer(async (values) => {
      asked.push(values);
      await promise;
      return { classes: 3 };
    });
    let looks = 0;
    const looked = (): void => {
      looks += 1;
      if (looks === 3) resolve();
    };
    const values = { folder: '/data', epochs: 7 };
    expect(await trainRemote(model, values, { ...options, looked })).toMatchObject({
      output: { classes: 3 },
    });
    expect(asked).toEqual([values]);
    expect(looks).toBeGreaterThanOrEqual(3);
  });

  it('tells in the server’s words why a training failed', async () => {
    const model = await trainer(() => {
      throw new Error('no pictures in /data');
    });
    expect(await caught(async () => trainRemote(model, { folder: '/data' }, options))).toBe(
      'TRAINING_FAILED trainer: the training ended as error: no pictures in /data',
    );
  });

  it('tells which arguments the server does not take', async () => {
    const model = await trainer(() => null);
    expect(await caught(async () => trainRemote(model, { epochs: 2 }, options))).toBe(
      'TRAINING_FAILED trainer: expected the training to start, found 422: {"folder": ["Missing data for required field."]}',
    );
  });

  it('ends with its signal', async () => {
    const model = await trainer(async () => new Promise(() => {}));
    const stop = new AbortController();
    const training = trainRemote(
      model,
      { folder: '/data' },
      {
        signal: stop.signal,
        pauseMs: 5,
        looked: () => stop.abort(new Error('enough')),
      },
    );
    await expect(training).rejects.toThrow();
  });
});
