import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { push, pushOptions, sentBytes } from './pushing.ts';

const account = { WEBDAV_USER: 'grower', WEBDAV_PASSWORD: 'webdav-pass-4711' };
const small = 'a,b\n1,2\n';
const large = Buffer.alloc(20 * 1024 * 1024, 'row\n');

interface DavOptions {
  /** Answers before anything else; `true` when it did. */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly folders?: readonly string[];
}

/** A WebDAV server in memory, Nextcloud's chunks included. */
async function davServer({ before, folders = ['/'] }: DavOptions = {}) {
  const files = new Map<string, Buffer>();
  const made = new Set(folders);
  const requests: string[] = [];
  const server = await testServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push(`${request.method} ${request.url}`);
      if (before?.(request, response) === true) return;
      const expected = `Basic ${btoa(`${account.WEBDAV_USER}:${account.WEBDAV_PASSWORD}`)}`;
      if (request.headers.authorization !== expected) return void response.writeHead(401).end();
      answer(request, response, Buffer.concat(chunks));
    });
  });
  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const path = request.url ?? '/';
    const end = (status: number, text?: string) => void response.writeHead(status).end(text);
    const folder = path.replace(/[^/]*\/?$/, '');
    const handlers: Record<string, () => void> = {
      HEAD: () => {
        const file = files.get(path);
        if (file === undefined) return end(404);
        response.writeHead(200, { 'content-length': file.length }).end();
      },
      MKCOL: () => {
        if (made.has(path)) return end(405);
        if (!made.has(folder)) return end(409);
        made.add(path);
        end(201);
      },
      PUT: () => {
        if (!made.has(folder)) return end(409);
        files.set(path, body);
        end(201);
      },
      PROPFIND: () => {
        const items = [...files].filter(([name]) => name.startsWith(path));
        const list = items.map(
          ([name, { length }]) =>
            `<d:response><d:href>${name}</d:href><d:propstat><d:prop><d:getcontentlength>${length}</d:getcontentlength><d:resourcetype/></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`,
        );
        end(207, `<d:multistatus xmlns:d="DAV:">${list.join('')}</d:multistatus>`);
      },
      MOVE: () => {
        const to = new URL(String(request.headers.destination)).pathname;
        if (path.endsWith('/.file')) {
          const parts = [...files].filter(([name]) => name.startsWith(folder)).sort();
          files.set(to, Buffer.concat(parts.map(([, content]) => content)));
          for (const [name] of parts) files.delete(name);
          return end(201);
        }
        const file = files.get(path);
        if (file === undefined) return end(404);
        files.set(to, file);
        files.delete(path);
        end(201);
      },
    };
    (handlers[request.method ?? ''] ?? (() => end(405)))();
  };
  return { files, made, requests, to: server.url.replace('http:', 'webdav+http:') };
}

async function setup(
  content: string | Buffer,
  options: DavOptions = {},
  env: Record<string, string> = account,
) {
  const server = await davServer(options);
  const pushing = await pushOptions({ files: { 'd.csv': content }, env });
  const name = `d-${createHash('sha256').update(content).digest('hex').slice(0, 12)}.csv`;
  const send = (folder: string) => push(pushing, 'd.csv', `${server.to}${folder}`);
  return { ...server, send, name, world: pushing.world };
}

describe('a push by WebDAV', () => {
  it('makes the folders, sends beside the name and moves', async () => {
    const { send, requests, files, name, to } = await setup(small);
    const pushed = await send('/a/b');
    expect(pushed).toMatchObject({ outcome: 'sent', link: `${to}/a/b/${name}` });
    expect([...files.keys()]).toEqual([`/a/b/${name}`]);
    expect(requests).toEqual([
      `HEAD /a/b/${name}`,
      'MKCOL /a/b/',
      'MKCOL /a/',
      'MKCOL /a/b/',
      `PUT /a/b/${name}.part`,
      `MOVE /a/b/${name}.part`,
      `HEAD /a/b/${name}`,
    ]);
  });

  it('sends nothing the second time', async () => {
    const { send, requests } = await setup(small);
    await send('/');
    const before = requests.length;
    expect((await send('/')).outcome).toBe('already there');
    expect(requests.slice(before)).toEqual([expect.stringMatching(/^HEAD /)]);
  });

  it('is done when only the answer to the moving was lost', async () => {
    let isLost = false;
    const { send, files, name } = await setup(small, {
      before: (request, response) => {
        if (request.method !== 'MOVE' || isLost) return false;
        isLost = true;
        files.set(`/${name}`, files.get(`/${name}.part`)!);
        files.delete(`/${name}.part`);
        response.destroy();
        return true;
      },
    });
    expect((await send('/')).outcome).toBe('sent');
  });

  it.each([
    [401, 'no user or another password'],
    [403, 'no permission to write there'],
    [413, 'more bytes than the server takes at once'],
    [423, 'a lock on it'],
    [507, 'no space left there'],
    [418, 'status 418'],
  ])('says what %d means', async (status, found) => {
    const { send } = await setup(small, {
      before: (request, response) => {
        if (request.method !== 'PUT') return false;
        response.writeHead(status).end();
        return true;
      },
    });
    const failure = await caught(() => send('/'));
    expect(failure).toMatch(/^UPLOAD_FAILED http:\/\/127\.0\.0\.1:\d+\/d-/);
    expect(failure).toContain(`found ${found}`);
    expect(failure).not.toContain(account.WEBDAV_PASSWORD);
  });

  it('says what to do where nothing listens, which is not to open it in a browser', async () => {
    const options = await pushOptions({ files: { 'd.csv': small }, env: account });
    const sending = push(options, 'd.csv', 'webdav+http://127.0.0.1:1/');
    const failure = await sending.catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'UPLOAD_FAILED',
      message: expect.stringContaining('nothing listens there'),
      hint: expect.stringContaining('Check the destination'),
    });
  });

  it('asks for user and password', async () => {
    const { send } = await setup(small, {}, {});
    const failure = await send('/').catch((error: unknown) => error);
    expect(failure).toMatchObject({ hint: expect.stringContaining('WEBDAV_PASSWORD') });
  });
});

describe('a push to Nextcloud', () => {
  const home = '/remote.php/dav/files/ada/';
  const uploads = '/remote.php/dav/uploads/ada/';
  const folders = [home, uploads];

  it('sends chunks and has them put together', async () => {
    const { send, requests, files, name, world } = await setup(large, { folders });
    await send(`${home}data/`);
    expect(files.get(`${home}data/${name}`)?.equals(large)).toBe(true);
    expect([...files.keys()]).toEqual([`${home}data/${name}`]);
    expect(requests.filter((line) => line.startsWith('PUT')).sort()).toEqual([
      expect.stringMatching(/\/00001$/),
      expect.stringMatching(/\/00002$/),
      expect.stringMatching(/\/00003$/),
    ]);
    expect(sentBytes(world).at(-1)).toBe(large.length);
  });

  it('sends only the chunks that are missing or not whole', async () => {
    let isBroken = true;
    const { send, requests, files, name } = await setup(large, {
      folders,
      before: (request, response) => {
        if (!isBroken || request.method !== 'MOVE') return false;
        response.writeHead(503).end();
        return true;
      },
    });
    expect(await caught(() => send(home))).toMatch(/^UPLOAD_FAILED .* found status 503$/);
    isBroken = false;
    const second = [...files.keys()].find((path) => path.endsWith('/00002'))!;
    files.set(second, Buffer.from('half'));
    const before = requests.length;
    expect((await send(home)).outcome).toBe('sent');
    expect(requests.slice(before).filter((line) => line.startsWith('PUT'))).toEqual([
      `PUT ${second}`,
    ]);
    expect(files.get(`${home}${name}`)?.equals(large)).toBe(true);
  });
});
