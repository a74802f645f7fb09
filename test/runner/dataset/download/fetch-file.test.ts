import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { fetchOptions } from '../fetching.ts';
import { fetchOne, hashOf, keyOf, remoteFile } from './one-file.ts';
import { rangeServer } from './range-server.ts';

const content = Buffer.from('length,width,kind\n1,2,a\n3,4,b\n');
const sha256 = hashOf(content);
const other = Buffer.from('length,width,kind\n5,6,a\n');

describe('a file that is in the cache', () => {
  it('comes without a request when its pin is known, and counts as used', async () => {
    const { server, file, options } = await fetched();
    const path = join(options.cacheFolder, 'files', sha256);
    await utimes(path, 0, 0);
    const pin = { sha256, bytes: content.length };
    const stored = await fetchOne(file, options, { pin });
    expect(stored).toMatchObject({ sha256, bytes: content.length, path });
    expect(server.asked).toHaveLength(1);
    expect((await stat(path)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });

  it('comes without a request when the service holds it by its SHA-256', async () => {
    const { server, file, options } = await fetched();
    const checksum = { algorithm: 'sha256', digest: sha256, isHeld: true } as const;
    const elsewhere = { ...file, identity: 'another place', checksum };
    expect((await fetchOne(elsewhere, options)).sha256).toBe(sha256);
    expect(server.asked).toHaveLength(1);
  });

  it.each(['pinned', 'told by whoever uploaded'])(
    'is not given to another link for its hash alone, which is no secret: %s',
    async (how) => {
      const { options } = await fetched();
      const server = await rangeServer({ content: other });
      const checksum = { algorithm: 'sha256', digest: sha256 } as const;
      const file = remoteFile(`${server.url}/b.csv`, how === 'pinned' ? {} : { checksum });
      const pin = how === 'pinned' ? { sha256 } : {};
      const message = await caught(() => fetchOne(file, options, { pin }));
      expect(message).toMatch(/^DOWNLOAD_(CHANGED|FAILED) <file>: expected sha256 /);
      expect(server.asked).toHaveLength(1);
    },
  );

  it('comes without a request when the service tells the hash that it told before', async () => {
    const server = await rangeServer({ content });
    const checksum = { algorithm: 'md5', digest: hashOf(content, 'md5') } as const;
    const file = remoteFile(`${server.url}/a.csv`, { checksum });
    const options = await fetchOptions();
    await fetchOne(file, options);
    expect((await fetchOne(file, options)).sha256).toBe(sha256);
    expect(server.asked).toHaveLength(1);
  });

  it('is asked about by its tag, and does not come again when it is the same', async () => {
    const { server, file, options } = await fetched();
    expect((await fetchOne(file, options)).sha256).toBe(sha256);
    expect(server.asked[1]!.headers['if-none-match']).toBe('"v1"');
    expect(options.world.events).toHaveLength(1);
  });

  it('is asked about by its date', async () => {
    const date = new Date(0).toUTCString();
    const server = await testServer((request, response) => {
      if (request.headers['if-modified-since'] === date) response.writeHead(304).end();
      else response.writeHead(200, { 'last-modified': date }).end(content);
    });
    const file = remoteFile(`${server.url}/a.csv`);
    const options = await fetchOptions();
    await fetchOne(file, options);
    expect((await fetchOne(file, options)).sha256).toBe(sha256);
    expect(options.world.events).toHaveLength(1);
  });

  it('comes again when it was changed there', async () => {
    const { server, file, options } = await fetched();
    server.plan = { content: other, headers: { etag: '"v2"' } };
    expect((await fetchOne(file, options)).sha256).toBe(hashOf(other));
    expect(server.asked[1]!.headers['if-none-match']).toBe('"v1"');
  });

  it('comes again when the copy was damaged, though the server says it is the same', async () => {
    const { server, file, options } = await fetched();
    const path = join(options.cacheFolder, 'files', sha256);
    await rm(path);
    await writeFile(path, 'damaged');
    expect(String((await fetchOne(file, options)).content)).toBe(String(content));
    expect(server.asked.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      '"v1"',
      undefined,
    ]);
  });

  it.each(['', '{', '[]', '{"sha256": "../../etc/passwd"}', 'null'])(
    'comes again when the note of its link is broken: %j',
    async (note) => {
      const { server, file, options } = await fetched();
      await writeFile(join(options.cacheFolder, 'links', `${keyOf(file)}.json`), note);
      expect((await fetchOne(file, options)).sha256).toBe(sha256);
      expect(server.asked[1]!.headers['if-none-match']).toBeUndefined();
    },
  );

  it('is refused when it is not what is pinned now', async () => {
    const { file, options } = await fetched();
    const pin = { sha256, bytes: 7 };
    expect(await caught(() => fetchOne(file, options, { pin }))).toBe(
      `DOWNLOAD_CHANGED <file>: expected 7 bytes, found ${content.length}`,
    );
  });

  it('is noted without what gives access', async () => {
    const server = await rangeServer({ content });
    const options = await fetchOptions();
    await fetchOne(remoteFile(`${server.url}/a.csv?token=hush`), options);
    const files = await filesIn(options.cacheFolder);
    const texts = await Promise.all(
      files.map(async (path) => path + String(await readFile(join(options.cacheFolder, path)))),
    );
    expect(texts.join('\n')).toContain('"etag":"\\"v1\\""');
    expect(texts.join('\n')).not.toContain('hush');
  });

  async function fetched() {
    const server = await rangeServer({ content });
    const file = remoteFile(`${server.url}/a.csv`);
    const options = await fetchOptions();
    await fetchOne(file, options);
    return { server, file, options };
  }
});

describe('several calls for one file', () => {
  it('share one download', async () => {
    const server = await rangeServer({ content });
    const options = await fetchOptions();
    const file = remoteFile(`${server.url}/a.csv`);
    const stored = await Promise.all([1, 2, 3, 4].map(async () => fetchOne(file, options)));
    expect(new Set(stored.map((each) => each.sha256))).toEqual(new Set([sha256]));
    expect(server.asked).toHaveLength(1);
  });

  it('try each for itself when one fails', async () => {
    const server = await rangeServer({ content });
    server.plan = {
      content,
      answer: ({ index }, response) => index === 0 && Boolean(response.writeHead(404).end()),
    };
    const options = await fetchOptions();
    const file = remoteFile(`${server.url}/a.csv`);
    const outcomes = await Promise.allSettled([1, 2].map(async () => fetchOne(file, options)));
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('stop waiting when they are cancelled', async () => {
    const controller = new AbortController();
    const server = await testServer(() => {});
    const file = remoteFile(`${server.url}/a.csv`);
    const logger = { ...testWorld().logger, info: () => controller.abort() };
    const world = testWorld({ signal: controller.signal, logger });
    const options = await fetchOptions({}, {}, world);
    const outcomes = await Promise.allSettled([1, 2].map(async () => fetchOne(file, options)));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ reason: { code: 'CANCELLED' } });
    }
  });
});

describe('what the service tells of a file', () => {
  it.each(['sha256', 'sha1', 'md5'] as const)('is held against its %s', async (algorithm) => {
    const server = await rangeServer({ content });
    const good = { algorithm, digest: hashOf(content, algorithm) };
    const bad = { algorithm, digest: hashOf('other', algorithm) };
    const options = await fetchOptions();
    const url = `${server.url}/a.csv`;
    expect((await fetchOne(remoteFile(url, { checksum: good }), options)).sha256).toBe(sha256);
    const file = remoteFile(`${url}?2`, { checksum: bad });
    const empty = await fetchOptions();
    expect(await caught(() => fetchOne(file, empty))).toBe(
      `DOWNLOAD_FAILED <file>: expected ${algorithm} ${bad.digest}, as the service told, found ${good.digest}`,
    );
    expect(await filesIn(empty.cacheFolder)).toEqual([]);
  });

  it.each([
    ['longer, as declared', content.length - 5, true, `${content.length}`],
    ['shorter, as declared', content.length + 5, true, `${content.length}`],
    ['longer, without a declared length', content.length - 5, false, 'more'],
    ['shorter, without a declared length', content.length + 5, false, `${content.length}`],
  ])('is held against its length: %s', async (_, bytes, isDeclared, found) => {
    const server = await testServer((_request, response) => {
      if (isDeclared) response.setHeader('content-length', content.length);
      else response.flushHeaders();
      response.end(content);
    });
    const options = await fetchOptions();
    const file = remoteFile(`${server.url}/a.csv`, { bytes });
    expect(await caught(() => fetchOne(file, options))).toBe(
      `DOWNLOAD_FAILED <file>: expected ${bytes} bytes, as the service told, found ${found}`,
    );
    expect(server.requests).toHaveLength(1);
    expect(await filesIn(options.cacheFolder)).toEqual([]);
  });
});
