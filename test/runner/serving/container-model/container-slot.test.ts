import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../../../runner/src/serving/app.ts';
import { ContainerSlot } from '../../../../runner/src/serving/container-model/container-slot.ts';
import { argumentModel } from '../../../../runner/src/serving/deepaas/argument-model.ts';
import { defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import type { ServedModel } from '../../../../runner/src/serving/served-model.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';
import { containerModuleText } from '../../../helpers/containers/module-text.ts';
import { startUpstream } from '../../../helpers/containers/upstream.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

interface Gateway {
  readonly address: string;
  readonly slot: ContainerSlot;
}

/** A container module before the server of a model. */
async function gateway(model: ServedModel, maxCalls = 8): Promise<Gateway> {
  const upstream = await startUpstream(model);
  const text = containerModuleText({ container: { image: 'leaves', model: model.name } });
  const folder = `${await tempFolder({ 'leaves/module.md': text })}/leaves`;
  const options = { folder, address: upstream, maxCalls, logger: silentLogger };
  const slot = await ContainerSlot.open(options);
  const limits = { ...defaultServingLimits, requestTimeoutMs: 2000 };
  const app = createApp([slot], limits);
  onTestFinished(async () => {
    await app.close();
    await slot.close();
  });
  return { address: await app.listen({ host: '127.0.0.1', port: 0 }), slot };
}

const value = fc.constantFrom('1', 'x', '', '-3', 'foo', 'bar', 'baz', '1.5');
const name = fc.constantFrom('parameter', 'parameter_three', 'other');
const sent = fc.record({
  query: fc.array(fc.tuple(name, value), { maxLength: 3 }),
  form: fc.array(fc.tuple(name, value), { maxLength: 3 }),
  hasFile: fc.boolean(),
  accept: fc.constantFrom('*/*', 'application/json', 'text/plain', 'image/png', 'text/html'),
});

async function ask(
  address: string,
  model: string,
  request: ReturnType<typeof sent.generate>['value'],
) {
  const { query, form, hasFile, accept } = request;
  const body = new FormData();
  if (hasFile) body.append('data', new Blob(['hi']), 'a.txt');
  for (const [key, text] of form) body.append(key, text);
  const path = `/v2/models/${model}/predict/?${new URLSearchParams(query)}`;
  const answer = await fetch(address + path, { method: 'POST', headers: { accept }, body });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: Buffer.from(await answer.arrayBuffer()).toString('base64'),
  };
}

describe('a container behind our server', () => {
  it('answers predictions as its own server does', async () => {
    const { address } = await gateway(deepaasTest);
    const own = await startUpstream(deepaasTest);
    await fc.assert(
      fc.asyncProperty(sent, async (request) => {
        const expected = await ask(own, deepaasTest.name, request);
        expect(await ask(address, 'leaves', request)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('is asked by the other protocols too, by names of its arguments', async () => {
    const { address } = await gateway(adder);
    const inputs = [
      { name: 'a', datatype: 'FP64', shape: [2], data: [1, 2] },
      { name: 'b', datatype: 'FP64', shape: [2], data: [10, 20] },
    ];
    const infer = await post(`${address}/v2/models/leaves/infer`, { inputs });
    expect(infer).toMatchObject({ outputs: [{ name: 'sum', data: [11, 22] }] });
    const singa = await post(`${address}/predict`, { queries: [{ a: 1, b: 2 }] });
    expect(singa).toMatchObject({ predictions: [3] });
  });

  it('takes a file by the name that ours has, whatever its own is', async () => {
    const { address } = await gateway(counter);
    const body = new FormData();
    body.append('data', new Blob(['hello']), 'a.png');
    const answer = await fetch(`${address}/v2/models/leaves/predict/`, { method: 'POST', body });
    expect(await answer.json()).toEqual({ status: 'OK', predictions: 5 });
  });

  it('lets in so many calls, and tells the others to come again', async () => {
    const held = Promise.withResolvers<void>();
    const started = Promise.withResolvers<void>();
    const predict = async (): Promise<object> => {
      started.resolve();
      await held.promise;
      return { sum: 1 };
    };
    const { address } = await gateway(
      { ...adder, ...argumentModel({ ...adderParts, predict }) },
      1,
    );
    const url = `${address}/v2/models/leaves/predict/?a=1&b=2`;
    const first = fetch(url, { method: 'POST' });
    await started.promise;
    const second = await fetch(url, { method: 'POST' });
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '1']);
    held.resolve();
    expect((await first).status).toBe(200);
  });

  it('says 504 past the deadline', async () => {
    const predict = async (): Promise<never> => new Promise(() => {});
    const { address } = await gateway(argumentModel({ ...adderParts, predict }));
    const url = `${address}/v2/models/leaves/predict/?a=1&b=2`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(504);
  });

  it('says 500 without its words when the server fails', async () => {
    const predict = (): never => {
      throw new Error('secret of the model');
    };
    const { address } = await gateway(argumentModel({ ...adderParts, predict }));
    const answer = await fetch(`${address}/v2/models/leaves/predict/?a=1&b=2`, { method: 'POST' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret');
  });
});

const numbers = ['a', 'b'].map((one) => ({ name: one, type: 'number', isRequired: true }) as const);
const adderParts = {
  name: 'adder',
  predictArguments: numbers,
  response: [{ name: 'sum', type: 'number' }] as const,
};
const adder = argumentModel({
  ...adderParts,
  predict: ({ a, b }) => ({ sum: Number(a) + Number(b) }),
});
const counter = argumentModel({
  name: 'counter',
  predictArguments: [{ name: 'photo', type: 'file', location: 'form', isRequired: true }],
  predict: ({ photo }) => (photo as { bytes: Uint8Array }).bytes.length,
});

async function post(url: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return answer.json();
}
