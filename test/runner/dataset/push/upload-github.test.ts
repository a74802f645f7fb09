import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { push, pushOptions } from './pushing.ts';

const token = 'token-of-github-4711';
const small = 'a,b\n1,2\n';
const sha256 = createHash('sha256').update(small).digest('hex');
const name = `d-${sha256.slice(0, 12)}.csv`;

interface Asset {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly state: string;
  readonly digest?: string;
}

interface GitHubOptions {
  readonly hasRelease?: boolean;
  readonly assets?: readonly Asset[];
  readonly uploadHost?: string;
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

/** The parts of GitHub's REST API that releases need. */
async function gitHub({ hasRelease = true, assets = [], uploadHost, before }: GitHubOptions = {}) {
  const release = { isThere: hasRelease, made: undefined as unknown };
  const held = [...assets];
  const requests: string[] = [];
  const server = await testServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url}`);
      if (before?.(request, response) === true) return;
      if (request.headers.authorization !== `Bearer ${token}`) return json(response, 401, {});
      answer(request, response, Buffer.concat(chunks));
    });
  });
  const about = () => ({
    id: 7,
    upload_url: `${uploadHost ?? server.url}/uploads/7/assets{?name,label}`,
  });
  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const { pathname, searchParams } = new URL(request.url ?? '/', server.url);
    const path = pathname.replace('/repos/owner/repo', '');
    if (path === '/releases/tags/data%2F1') {
      return release.isThere ? json(response, 200, about()) : json(response, 404, {});
    }
    if (request.method === 'POST' && path === '/releases') {
      release.isThere = true;
      release.made = JSON.parse(body.toString());
      return json(response, 201, about());
    }
    if (path === '/releases/7/assets') {
      const start = (Number(searchParams.get('page')) - 1) * 100;
      return json(response, 200, held.slice(start, start + 100));
    }
    if (request.method === 'DELETE') {
      held.splice(
        held.findIndex(({ id }) => path === `/releases/assets/${id}`),
        1,
      );
      return void response.writeHead(204).end();
    }
    if (path !== '/uploads/7/assets') return json(response, 404, {});
    if (held.some((asset) => asset.name === searchParams.get('name')))
      return json(response, 422, {});
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`;
    held.push({
      id: 9,
      name: searchParams.get('name')!,
      size: body.length,
      state: 'uploaded',
      digest,
    });
    json(response, 201, held.at(-1));
  };
  const env = { GITHUB_TOKEN: token, GITHUB_API_URL: server.url };
  const options = await pushOptions({ files: { 'd.csv': small }, env });
  const send = () => push(options, 'd.csv', 'github://owner/repo@data/1');
  return { send, release, held, requests, options, url: server.url };
}

function json(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

describe('a push to a release', () => {
  it('sends an asset, and nothing the second time', async () => {
    const { send, held, requests } = await gitHub();
    const pushed = await send();
    expect(pushed).toMatchObject({ outcome: 'sent', link: `github://owner/repo@data/1/${name}` });
    expect(held).toMatchObject([{ name, size: small.length, digest: `sha256:${sha256}` }]);
    expect((await send()).outcome).toBe('already there');
    expect(requests.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });

  it('makes the release where the tag has none, as a prerelease', async () => {
    const { send, release } = await gitHub({ hasRelease: false });
    expect((await send()).outcome).toBe('sent');
    expect(release.made).toEqual({ tag_name: 'data/1', name: 'data/1', prerelease: true });
  });

  it('takes the release that somebody else made at the same moment', async () => {
    let isAsked = false;
    const { send, release } = await gitHub({
      hasRelease: false,
      before: ({ method }, response) => {
        if (method !== 'POST' || isAsked) return false;
        isAsked = true;
        release.isThere = true;
        json(response, 422, { message: 'already_exists' });
        return true;
      },
    });
    expect((await send()).outcome).toBe('sent');
    expect(release.made).toBeUndefined();
  });

  it('removes the half of an asset first that an earlier run left', async () => {
    const half = { id: 5, name, size: 3, state: 'starter' };
    const others = Array.from({ length: 120 }, (_, id) => ({
      id: 100 + id,
      name: `other-${id}`,
      size: 1,
      state: 'uploaded',
    }));
    const { send, held } = await gitHub({ assets: [...others, half] });
    expect((await send()).outcome).toBe('sent');
    expect(held.filter((asset) => asset.name === name)).toMatchObject([
      { id: 9, state: 'uploaded' },
    ]);
  });

  it('leaves a whole asset of other bytes alone, and says so', async () => {
    const other = { id: 5, name, size: 3, state: 'uploaded' };
    const { send, held } = await gitHub({ assets: [other] });
    expect(await caught(send)).toMatch(
      /^UPLOAD_FAILED .* expected 8 bytes there after sending, found 3 bytes$/,
    );
    expect(held).toEqual([other]);
  });

  it('tries again after a broken connection, and removes what it left', async () => {
    let failures = 2;
    const { send, held, requests } = await gitHub({
      before: (request, response) => {
        if (!request.url?.startsWith('/uploads') || failures === 0) return false;
        failures -= 1;
        held.push({ id: 5, name, size: 3, state: 'starter' });
        response.destroy();
        return true;
      },
    });
    expect((await send()).outcome).toBe('sent');
    expect(requests.filter((line) => line.startsWith('DELETE'))).toHaveLength(2);
  });

  it('gives the token to no other host', async () => {
    const { send, requests } = await gitHub({ uploadHost: 'https://uploads.example.org' });
    const failure = await caught(send);
    expect(failure).toMatch(/^LINK_REFUSED .*found uploads\.example\.org$/);
    expect(requests.every((line) => line.startsWith('GET'))).toBe(true);
  });

  it('asks for a token', async () => {
    const options = await pushOptions({ files: { 'd.csv': small } });
    const work = push(options, 'd.csv', 'github://owner/repo@v1');
    await expect(work).rejects.toMatchObject({
      code: 'UPLOAD_FAILED',
      hint: expect.stringContaining('GITHUB_TOKEN'),
    });
  });

  it.each([
    [401, 'make another'],
    [403, 'may not write'],
    [404, 'Check owner'],
    [422, 'cannot be made'],
  ])('says what %d means', async (status, hint) => {
    const { send } = await gitHub({
      hasRelease: false,
      before: (request, response) => {
        if (request.method !== 'POST') return false;
        json(response, status, { message: token });
        return true;
      },
    });
    const failure = await send().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'UPLOAD_FAILED', hint: expect.stringContaining(hint) });
    expect(String(failure)).not.toContain(token);
  });

  it.each(['', '[]', '{"id":"7"}', '{"id":7,"upload_url":"nowhere"}'])(
    'refuses the answer %j',
    async (text) => {
      const { send } = await gitHub({
        before: (_request, response) => {
          response.writeHead(200).end(text);
          return true;
        },
      });
      expect(await caught(send)).toMatch(/^UPLOAD_FAILED .* expected GitHub’s answer/);
    },
  );
});
