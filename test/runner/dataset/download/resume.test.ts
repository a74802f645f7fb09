import fc from 'fast-check';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { fetchOptions } from '../fetching.ts';
import { fetchOne, hashOf, keyOf, remoteFile } from './one-file.ts';
import { rangeServer, tag, type RangePlan } from './range-server.ts';

const content = Buffer.from(Array.from({ length: 40_000 }, (_, index) => `${index},`).join(''));
const sha256 = hashOf(content);
const yesterday = new Date(Date.now() - 86_400_000).toUTCString();

describe('a download that breaks off', () => {
  it('goes on where it ended, wherever that was, and gives the same hash', async () => {
    const server = await rangeServer({ content });
    const cuts = fc.array(fc.nat(content.length), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(cuts, async (lengths) => {
        const before = server.asked.length;
        server.plan = { content, cuts: [...Array<number>(before).fill(0), ...lengths] };
        const options = await fetchOptions({}, {}, server.world);
        const stored = await fetchOne(remoteFile(`${server.url}/a.csv`), options);
        expect(stored.sha256).toBe(sha256);
        expect(hashOf(stored.content)).toBe(sha256);
        const asked = server.asked.slice(before);
        // nothing is asked for twice
        let start = 0;
        for (const [index, request] of asked.entries()) {
          expect(request.start).toBe(start);
          expect(request.headers['if-range']).toBe(start > 0 ? tag : undefined);
          start += lengths[index] ?? 0;
        }
        await rm(options.cacheFolder, { recursive: true });
      }),
      { numRuns: 60 },
    );
  });

  it('is tried as often as it takes while each attempt brings a MiB', async () => {
    const large = Buffer.alloc(7 * 1024 * 1024, 'a,b\n');
    const cuts = Array<number>(5).fill(1_200_000);
    const server = await rangeServer({ content: large, cuts });
    const stored = await fetchOne(
      remoteFile(`${server.url}/a.csv`),
      await fetchOptions({}, {}, server.world),
    );
    expect(stored.sha256).toBe(hashOf(large));
    expect(server.asked).toHaveLength(6);
  });

  it.each<[string, RangePlan['headers'], boolean]>([
    ['a strong tag', { etag: tag }, true],
    ['an old date', { 'last-modified': yesterday }, true],
    ['a weak tag', { etag: `W/${tag}` }, false],
    ['a weak tag, though the date is old', { etag: `W/${tag}`, 'last-modified': yesterday }, false],
    ['a date no older than the answer', { 'last-modified': yesterday, date: yesterday }, false],
    ['nothing', {}, false],
  ])('by %s, headers %j, is resumed: %s', async (_, headers, isResumed) => {
    const server = await rangeServer({ content, headers, cuts: [1000] });
    const stored = await fetchOne(
      remoteFile(`${server.url}/a.csv`),
      await fetchOptions({}, {}, server.world),
    );
    expect(stored.sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([0, isResumed ? 1000 : 0]);
  });

  it('is resumed without a validator when the hash is known', async () => {
    const server = await rangeServer({ content, headers: {}, cuts: [1000, 500] });
    const file = remoteFile(`${server.url}/a.csv`);
    const pinned = await fetchOne(file, await fetchOptions({}, {}, server.world), {
      pin: { sha256 },
    });
    expect(pinned.sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([0, 1000, 1500]);
    expect(server.asked[1]!.headers['if-range']).toBeUndefined();
  });

  it('begins once more when what was resumed does not fit', async () => {
    const other = Buffer.alloc(content.length, 'x');
    const server = await rangeServer({ content: other, headers: {}, cuts: [1000] });
    const file = remoteFile(`${server.url}/a.csv`);
    const options = await fetchOptions({}, {}, server.world);
    server.plan = {
      ...server.plan,
      answer: ({ index }) => {
        if (index > 0) server.plan = { content, headers: {} };
        return false;
      },
    };
    const stored = await fetchOne(file, options, { pin: { sha256 } });
    expect(stored.sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([0, 1000, 0]);
    expect(options.world.log.at(-1)).toBe(
      'warn: <file>: the resumed parts do not fit; beginning anew',
    );
  });

  it('is refused when it does not fit from the beginning either', async () => {
    const other = Buffer.alloc(content.length, 'x');
    const server = await rangeServer({ content: other, headers: {}, cuts: [1000] });
    const options = await fetchOptions({}, {}, server.world);
    const file = remoteFile(`${server.url}/a.csv`);
    const failure = await caught(() => fetchOne(file, options, { pin: { sha256 } }));
    expect(failure).toBe(
      `DOWNLOAD_CHANGED <file>: expected sha256 ${sha256}, found ${hashOf(other)}`,
    );
    expect(server.asked.map(({ start }) => start)).toEqual([0, 1000, 0]);
    expect(await filesIn(options.cacheFolder)).toEqual([]);
  });

  const total = content.length;
  it.each<[string, RangePlan['answer']]>([
    [
      'ignores ranges',
      (_, response) => {
        response.writeHead(200, { etag: tag }).end(content);
        return true;
      },
    ],
    [
      'sends another range',
      ({ start }, response) => {
        if (start === 0) return false;
        const range = { 'content-range': `bytes 5-${total - 1}/${total}` };
        response.writeHead(206, range).end(content.subarray(5));
        return true;
      },
    ],
    [
      'sends no Content-Range',
      ({ start }, response) => {
        if (start === 0) return false;
        response.writeHead(206).end(content.subarray(start));
        return true;
      },
    ],
    [
      'sends the range of another version',
      ({ start }, response) => {
        if (start === 0) return false;
        const range = { 'content-range': `bytes ${start}-${total - 1}/${total}`, etag: '"v2"' };
        response.writeHead(206, range).end(content.subarray(start));
        return true;
      },
    ],
    [
      'sends the range of a file of another length',
      ({ start }, response) => {
        if (start === 0) return false;
        const range = { 'content-range': `bytes ${start}-${total}/${total + 1}` };
        response.writeHead(206, range).end(content.subarray(start));
        return true;
      },
    ],
    [
      'knows no such range',
      ({ start }, response) => {
        if (start > 0) response.writeHead(416).end();
        return start > 0;
      },
    ],
  ])('begins anew when the server %s', async (_, answer) => {
    const server = await rangeServer({ content, cuts: [1000] });
    server.plan = {
      ...server.plan,
      answer: (request, response) => request.index > 0 && answer!(request, response),
    };
    const stored = await fetchOne(
      remoteFile(`${server.url}/a.csv`),
      await fetchOptions({}, {}, server.world),
    );
    expect(stored.sha256).toBe(sha256);
    expect(hashOf(stored.content)).toBe(sha256);
    expect(server.asked[1]!.start).toBe(1000);
  });
});

describe('a download of an earlier run', () => {
  it('stays when it was given up, and the next run goes on with it', async () => {
    const server = await rangeServer({ content, cuts: [1000, 2000, 3000] });
    const file = remoteFile(`${server.url}/a.csv`);
    const options = await fetchOptions({}, {}, server.world);
    expect(await caught(() => fetchOne(file, options))).toBe(
      `DOWNLOAD_FAILED <file>: stopped after 6000 of ${content.length} bytes`,
    );
    const part = join('parts', keyOf(file));
    expect(await filesIn(options.cacheFolder)).toEqual([part, `${part}.json`]);
    const stored = await fetchOne(file, options);
    expect(stored.sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([0, 1000, 3000, 6000]);
    expect(options.world.log.at(-1)).toBe(
      'info: <file>: going on after 6000 bytes of an earlier run',
    );
    expect((await filesIn(options.cacheFolder)).filter((path) => /^parts/.test(path))).toEqual([]);
  });

  it('stays when it was cancelled', async () => {
    const controller = new AbortController();
    const world = testWorld({ signal: controller.signal, report: () => controller.abort() });
    const server = await rangeServer({
      content,
      answer: (_, response) => {
        response.writeHead(200, { etag: tag, 'content-length': content.length });
        return response.write(content.subarray(0, 1000)) || true;
      },
    });
    const file = remoteFile(`${server.url}/a.csv`);
    const options = await fetchOptions({}, {}, world);
    expect(await caught(() => fetchOne(file, options))).toBe(
      'CANCELLED <file>: the download was stopped',
    );
    server.plan = { content };
    const stored = await fetchOne(file, { ...options, world: testWorld() });
    expect(stored.sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([0, 1000]);
  });

  it('that came whole is asked about by its last byte', async () => {
    const { server, file, options } = await withPart(content, {
      condition: tag,
      totalBytes: content.length,
    });
    expect((await fetchOne(file, options)).sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([content.length - 1]);
  });

  it.each<[string, string | undefined]>([
    ['no note', undefined],
    ['a broken note', '{"condition": "'],
    ['a note that is none', '[1]'],
    ['a note of wrong types', '{"condition": 7, "totalBytes": "x"}'],
  ])('begins anew with %s', async (_, note) => {
    const { server, file, options } = await withPart(content.subarray(0, 1000), note);
    expect((await fetchOne(file, options)).sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([0]);
  });

  it('of another version begins anew', async () => {
    const { server, file, options } = await withPart(Buffer.alloc(1000, 'x'), {
      condition: '"v0"',
      totalBytes: 5000,
    });
    expect((await fetchOne(file, options)).sha256).toBe(sha256);
    expect(server.asked.map(({ start }) => start)).toEqual([1000]);
  });

  it('goes when the link is refused now', async () => {
    const note = { condition: tag, totalBytes: content.length };
    const { server, file, options } = await withPart(content.subarray(0, 1000), note);
    server.plan = { content, answer: (_, response) => Boolean(response.writeHead(404).end()) };
    expect(await caught(() => fetchOne(file, options))).toBe(
      'DOWNLOAD_FAILED <file>: expected 200 OK, found 404',
    );
    expect(await filesIn(options.cacheFolder)).toEqual([]);
  });

  async function withPart(bytes: Uint8Array, note: object | string | undefined) {
    const server = await rangeServer({ content });
    const file = remoteFile(`${server.url}/a.csv`);
    const options = await fetchOptions({}, {}, server.world);
    const path = join(options.cacheFolder, 'parts', keyOf(file));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    const text = typeof note === 'string' ? note : JSON.stringify(note);
    if (note !== undefined) await writeFile(`${path}.json`, text);
    expect((await stat(path)).size).toBe(bytes.length);
    return { server, file, options };
  }
});
