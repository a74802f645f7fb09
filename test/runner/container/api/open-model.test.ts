import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openModel } from '../../../../runner/src/container/api/open-model.ts';
import { deepaasTest } from '../../../fixtures/serving/deepaas-test.ts';
import { caught } from '../../../helpers/caught.ts';
import { startUpstream } from '../../../helpers/containers/upstream.ts';
import { freePort } from '../../../helpers/free-port.ts';

const { signal } = new AbortController();
const open = async (address: string, model?: string) =>
  openModel(address, { model, label: 'leaves', signal });

describe('openModel', () => {
  it('finds the one model, what it says of itself and what it takes', async () => {
    const address = await startUpstream({ ...deepaasTest, name: 'leaf-model' });
    expect(await open(address)).toMatchObject({
      name: 'leaf-model',
      metadata: { author: expect.any(String) },
      predictArguments: [{ name: 'data' }, { name: 'parameter' }, {}, {}],
    });
  });

  it('refuses the model that stands in for one that DEEPaaS could not load', async () => {
    const address = await startUpstream(deepaasTest);
    expect(await caught(async () => open(address))).toMatch(
      /^CONTAINER_UNFIT leaves: expected a model of its own, found DEEPaaS's deepaas-test/,
    );
    expect(await open(address, 'deepaas-test')).toMatchObject({ name: 'deepaas-test' });
  });

  it('names the models there are where another is wanted', async () => {
    const address = await startUpstream({ ...deepaasTest, name: 'oaks' });
    expect(await caught(async () => open(address, 'willows'))).toBe(
      'CONTAINER_UNFIT leaves: expected the model willows in the container, found oaks',
    );
  });

  it('says what a server answers that does not speak the API', async () => {
    const address = await listen('<h1>Welcome</h1>');
    expect(await caught(async () => open(address))).toBe(
      'CONTAINER_UNFIT leaves: expected /v2/models/ to list models, found 200 text/html: <h1>Welcome</h1>',
    );
  });

  it('names no model whose name would lead elsewhere', async () => {
    const address = await listen(JSON.stringify({ models: [{ name: '../../admin' }] }));
    expect(await caught(async () => open(address))).toBe(
      'CONTAINER_UNFIT leaves: expected one model in the container, found none',
    );
  });

  it('says that nothing answers', async () => {
    const address = `http://127.0.0.1:${await freePort()}`;
    expect(await caught(async () => open(address))).toMatch(
      /^CONTAINER_FAILED GET \/v2\/models\/ of the container: connect ECONNREFUSED/,
    );
  });
});

async function listen(body: string): Promise<string> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(body);
  });
  onTestFinished(async () => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
