import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { loadPredictor } from '../../../runner/src/inference/load-predictor.ts';
import { createApp } from '../../../runner/src/serving/app.ts';
import { defaultServingLimits } from '../../../runner/src/serving/limits.ts';
import { silentLogger } from '../../../runner/src/world.ts';
import { familyOf, isDocumented } from '../../helpers/fuzz/documented-statuses.ts';
import type { FuzzedRequest } from '../../helpers/fuzz/fuzzed-request.ts';
import { fuzzedRequests } from '../../helpers/fuzz/fuzzed-requests.ts';
import { root } from '../../helpers/orangery.ts';
import { fakeSlot } from './fake-slot.ts';

const seed = 5;
const count = 1000;
const row = {
  ...{ area_mm2: 12.53, perimeter_mm: 13.22, length_mm: 5.26, width_mm: 2.82 },
  ...{ groove_length_mm: 5.13, asymmetry: 6.83, colour: 'white' },
};
const models = [
  { name: 'seed-classifier', valid: row, inputs: Object.keys(row) },
  { name: 'letter-sorter', valid: 'The bin was not emptied.', inputs: ['text'] },
];

describe(`${count} requests of seed ${seed}, as the server's paths take them`, () => {
  let app: FastifyInstance;
  const log: string[] = [];
  beforeAll(async () => {
    const slots = await Promise.all(
      models.map(async ({ name }) =>
        fakeSlot(await loadPredictor(join(root, 'modules', name), { backend: 'cpu' })),
      ),
    );
    const logger = { ...silentLogger, warn: (message: string) => void log.push(message) };
    app = createApp(slots, defaultServingLimits, { logger });
  });
  afterAll(() => app.close());

  it('are answered with documented statuses', async () => {
    const offences: string[] = [];
    for (const [index, request] of fuzzedRequests(models, { seed, count }).entries()) {
      const { statusCode, body, headers } = await app.inject(injected(request));
      if (isDocumented(statusCode, familyOf(request.method, request.url))) continue;
      const id = String(headers['x-request-id']);
      const logged = log.filter((line) => line.includes(id));
      offences.push([index, request.method, request.url, statusCode, body, ...logged].join(' '));
    }
    expect(offences).toEqual([]);
    expect(log).toEqual([]);
    const answer = await app.inject({
      ...{ method: 'POST', url: '/v2/models/seed-classifier/predict/', payload: row },
    });
    expect(answer.json()).toMatchObject({ predictions: { label: 'Corvane' } });
  });
});

/** What is left of a request where there is no connection: lengths and chunks are not. */
function injected({ method, url, headers, body }: FuzzedRequest): InjectOptions {
  return {
    url,
    method: method as NonNullable<InjectOptions['method']>,
    headers: Object.fromEntries(headers.filter(([name]) => name !== 'Transfer-Encoding')),
    payload: body,
  };
}
