import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { realNetwork } from '../../../../runner/src/dataset/network/network.ts';
import { createImageResolver } from '../../../../runner/src/exchange/registry/resolve-image.ts';
import { testServer, type TestServer } from '../../../helpers/test-server.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const digest = `sha256:${'ab'.repeat(32)}`;
const manifest = '{"schemaVersion":2}\n';
const network = { ...realNetwork, retryPausesMs: [] };

function resolver(signal?: AbortSignal) {
  return createImageResolver({ ...testWorld(), ...(signal && { signal }) }, network);
}

/** A registry that gives a token to whoever asks, and its manifests to whoever has one. */
async function registryWithTokens(): Promise<TestServer> {
  const server: TestServer = await testServer((request, response) => {
    const url = new URL(request.url ?? '/', server.url);
    if (url.pathname === '/token') {
      const scope = url.searchParams.get('scope');
      const isAsked =
        scope === 'repository:acme/fish:pull' && url.searchParams.get('service') === 'images';
      response.end(isAsked ? '{"token":"letmein"}' : '{}');
    } else if (request.headers.authorization !== 'Bearer letmein') {
      const realm = `${server.url}/token`;
      response.setHeader('www-authenticate', `Bearer realm="${realm}",service="images",scope="x"`);
      response.writeHead(401).end('{}');
    } else {
      expect(request.headers.accept).toContain('application/vnd.oci.image.index.v1+json');
      response.writeHead(200, { 'docker-content-digest': digest }).end();
    }
  });
  return server;
}

async function registryThat(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = await testServer(answer);
  return { ...server, host: `127.0.0.1:${server.port}` };
}

describe('createImageResolver', () => {
  it('asks for a token where one is wanted, and pins what the tag stands for', async () => {
    const { port, requests } = await registryWithTokens();
    expect(await resolver()(`127.0.0.1:${port}/acme/fish:cpu`)).toEqual({
      kind: 'pinned',
      reference: `127.0.0.1:${port}/acme/fish@${digest}`,
    });
    expect(requests).toEqual([
      '/v2/acme/fish/manifests/cpu',
      '/token?service=images&scope=repository%3Aacme%2Ffish%3Apull',
      '/v2/acme/fish/manifests/cpu',
    ]);
  });

  it('takes the hash of the manifest where the registry tells none', async () => {
    const { host, requests } = await registryThat((_, response) => void response.end(manifest));
    const hash = createHash('sha256').update(manifest).digest('hex');
    expect(await resolver()(`${host}/fish`)).toEqual({
      kind: 'pinned',
      reference: `${host}/fish@sha256:${hash}`,
    });
    expect(requests).toEqual(['/v2/fish/manifests/latest', '/v2/fish/manifests/latest']);
  });

  it('asks nobody about an image that is pinned', async () => {
    const reference = `docker.io/acme/fish@${digest}`;
    expect(await resolver()(reference)).toEqual({ kind: 'pinned', reference });
  });

  it.each([
    [404, /has no such image$/],
    [401, /there is no such image, or it is not public$/],
    [403, /there is no such image, or it is not public$/],
    [429, /asked too often; try again later$/],
    [500, /answered 500$/],
  ])('says why not: status %i', async (status, why) => {
    const { host } = await registryThat((_, response) => void response.writeHead(status).end());
    const reference = `${host}/acme/fish`;
    expect(await resolver()(reference)).toEqual({
      ...{ kind: 'unpinned', reference },
      why: expect.stringMatching(why) as string,
    });
  });

  it.each([
    ['a page', (response: ServerResponse) => void response.end('<html>'), /tells no digest$/],
    [
      'a digest of another kind',
      (response: ServerResponse) =>
        void response.writeHead(200, { 'docker-content-digest': 'md5:1' }).end('no'),
      /tells no digest$/,
    ],
    [
      'a way to tokens that gives none',
      (response: ServerResponse) =>
        void response
          .writeHead(401, { 'www-authenticate': 'Bearer realm="http://127.0.0.1:9/"' })
          .end(),
      /nothing listens there/,
    ],
    [
      'an endless answer',
      (response: ServerResponse) => void response.end('x'.repeat(20_000_000)),
      /at most/,
    ],
  ])('is not led astray by %s', async (_, answer, why) => {
    const { host } = await registryThat((__, response) => answer(response));
    expect(await resolver()(`${host}/acme/fish`)).toMatchObject({
      ...{ kind: 'unpinned', why: expect.stringMatching(why) as string },
    });
  });

  it('asks a registry that cannot be reached once', async () => {
    const { host, port } = await registryThat((request) => void request.socket.destroy());
    const resolve = resolver();
    const first = await resolve(`${host}/acme/fish`);
    expect(first).toMatchObject({
      kind: 'unpinned',
      why: expect.stringContaining('broken off') as string,
    });
    expect(port).toBeGreaterThan(0);
    expect(await resolve(`${host}/acme/bird`)).toEqual({
      ...first,
      reference: `${host}/acme/bird`,
    });
  });

  it('reaches no private address, whatever a name stands for', async () => {
    const found = await resolver()('10.0.0.1/acme/fish');
    expect(found).toMatchObject({ why: '10.0.0.1: expected a public address, found 10.0.0.1' });
  });

  it('is stopped', async () => {
    const controller = new AbortController();
    const { host } = await registryThat(() => void controller.abort());
    await expect(resolver(controller.signal)(`${host}/acme/fish`)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});
