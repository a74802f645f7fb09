import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../runner/src/serving/app.ts';
import { defaultModelLimits, defaultServingLimits } from '../../../runner/src/serving/limits.ts';
import { ModuleSlot } from '../../../runner/src/serving/module-model/module-slot.ts';
import { silentLogger } from '../../../runner/src/world.ts';

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).toReversed()) await one.close();
});

describe.each([
  ['a thread', false],
  ['a process', true],
])('a model in %s', (_, isApart) => {
  it.each([
    ['loops for ever', 'loop for ever', 504],
    ['ends its worker', 'end the worker', 503],
    ['throws', 'throw nothing an input is to blame for', 500],
  ])('that %s is answered in time, and answers the next', async (__, text, status) => {
    const { app, log } = await serve({ isApart, requestTimeoutMs: 4000 });
    const found = await Promise.all([ask(app, text), ask(app, text)]);
    expect(found.map(({ statusCode }) => statusCode)).toEqual([status, status]);
    for (const { body, headers } of found) {
      expect(body).not.toMatch(/ada|\.ts|\n\s+at /);
      if (status === 500) expect(body).toContain(String(headers['x-request-id']));
      if (status === 503) expect(headers['retry-after']).toBe('1');
    }
    if (status === 500) expect(log.join('\n')).toContain('the secret is in /home/ada');
    // a worker that was ended takes a moment to be back
    await expect
      .poll(async () => (await ask(app, 'well')).statusCode, { timeout: 60_000, interval: 200 })
      .toBe(200);
    expect((await ask(app, 'well')).json()).toEqual({
      status: 'OK',
      predictions: { label: 'WELL' },
    });
    const replaced = log.filter((line) => line.includes('is replaced')).length;
    // two questions may have met two workers
    expect(status === 500 ? [0] : [1, 2]).toContain(replaced);
  });

  it('that fails on one request answers those that were asked together with it', async () => {
    const { app } = await serve({ isApart, requestTimeoutMs: 60_000 });
    const texts = ['a', 'throw nothing an input is to blame for', 'b', 'c'];
    const found = await Promise.all(texts.map(async (text) => ask(app, text)));
    expect(found.map(({ statusCode }) => statusCode)).toEqual([200, 500, 200, 200]);
    const answers = found.filter(({ statusCode }) => statusCode === 200);
    expect(answers.map((one) => one.json<{ predictions: unknown }>().predictions)).toEqual(
      ['A', 'B', 'C'].map((label) => ({ label })),
    );
  });
});

async function serve({
  isApart,
  requestTimeoutMs,
}: {
  readonly isApart: boolean;
  readonly requestTimeoutMs: number;
}): Promise<{ readonly app: FastifyInstance; readonly log: readonly string[] }> {
  const log: string[] = [];
  const logger = { ...silentLogger, warn: (message: string) => void log.push(message) };
  const limits = { ...defaultServingLimits, ...defaultModelLimits, requestTimeoutMs };
  const slot = await ModuleSlot.open({
    ...{ setup: { folder: '', backend: 'cpu' }, limits, logger },
    place: { entry: new URL('./models/failing.ts', import.meta.url), isApart },
  });
  opened.push(slot);
  const app = createApp([slot], limits, { logger });
  opened.push(app);
  return { app, log };
}

function ask(app: FastifyInstance, text: string) {
  return app.inject({
    ...{
      method: 'POST',
      url: '/v2/models/failing/predict/',
      payload: JSON.stringify({ data: text }),
    },
    headers: { 'content-type': 'application/json' },
  });
}
