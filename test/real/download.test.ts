import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, rmdir, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { filesIn } from '../helpers/files-in.ts';
import { root } from '../helpers/orangery.ts';

const content = randomBytes(8 * 1024 * 1024);
const sha256 = createHash('sha256').update(content).digest('hex');

type Answer = (request: IncomingMessage, response: ServerResponse, start: number) => void;

const server = createServer((request, response) => {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  asked.push(start);
  answer(request, response, start);
});
let asked: number[] = [];
let answer: Answer;
let link: string;
let work: string;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'orangery-download-'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  link = `http://127.0.0.1:${(server.address() as AddressInfo).port}/data.bin`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(work, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
});

describe('processes that fetch', () => {
  it('one killed half-way is followed by one that fetches the rest', async () => {
    const cache = join(work, 'killed');
    const half = content.length / 2;
    answer = (_, response, start) => {
      sendHead(response, start);
      if (start === 0) response.write(content.subarray(0, half));
      else response.end(content.subarray(start));
    };
    const first = start(cache);
    // it writes a MiB at a time
    await until(async () => (await partBytes(cache)) >= half - 1024 * 1024);
    first.kill('SIGKILL');
    await once(first, 'exit');
    const part = await partBytes(cache);
    expect(await filesIn(join(cache, 'files'))).toEqual([]);

    const began = performance.now();
    expect(await resultOf(start(cache))).toMatchObject({ sha256, bytes: content.length });
    // the lock of the dead is not waited for
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(asked).toEqual([0, part]);
    expect(hashOf(await readFile(join(cache, 'files', sha256)))).toBe(sha256);
    expect(await filesIn(join(cache, 'parts'))).toEqual([]);
  });

  it('two at the same time make one request', async () => {
    const cache = join(work, 'shared');
    let finish = (): void => {};
    answer = (_, response) => {
      sendHead(response, 0);
      response.write(content.subarray(0, 1000));
      finish = () => response.end(content.subarray(1000));
    };
    const runs = [start(cache), start(cache)];
    const results = runs.map(resultOf);
    await Promise.race(runs.map(saysThatItWaits));
    await until(() => asked.length > 0);
    finish();
    for (const result of await Promise.all(results)) expect(result).toMatchObject({ sha256 });
    expect(asked).toEqual([0]);
  });
});

const isRoot = process.getuid?.() === 0;
const disk = isRoot ? mountSmallDisk() : undefined;
if (disk === undefined) {
  const message = 'no small disk can be mounted here (that takes root): a full disk is not tested';
  if (process.env.ORANGERY_REQUIRE_REAL === '1') throw new Error(message);
  console.warn(message);
}

describe.skipIf(disk === undefined)('a disk of 4 MiB', () => {
  afterAll(async () => {
    spawnSync('umount', [disk!]);
    await rmdir(disk!);
  });

  it('is known to be too small before the data comes', async () => {
    answer = (_, response) => {
      sendHead(response, 0);
      response.end(content);
    };
    const failure = await failureOf(start(disk!));
    expect(failure).toContain(`expected ${content.length} bytes free in the cache ${disk}`);
    expect(failure).toContain('orangery dataset prune');
    expect(await filesIn(disk!)).toEqual([]);
  });

  it('that fills up ends the download and is free again', async () => {
    answer = (_, response) => void response.writeHead(200, { etag: '"v1"' }).end(content);
    const failure = await failureOf(start(disk!));
    expect(failure).toContain(`expected room for it in the cache ${disk}, found the disk full`);
    expect(await filesIn(disk!)).toEqual([]);
  });
});

function start(cache: string): ChildProcess {
  const script = join(root, 'test/bench/fetch-once.ts');
  const child = spawn(process.execPath, [script, link, cache], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function resultOf(child: ChildProcess): Promise<unknown> {
  const { code, output } = await outcomeOf(child);
  expect(code).toBe(0);
  return JSON.parse(output);
}

async function failureOf(child: ChildProcess): Promise<string> {
  const { code, errors } = await outcomeOf(child);
  expect(code).toBe(1);
  return errors;
}

async function outcomeOf(child: ChildProcess) {
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { output, errors, code };
}

async function text(stream: NodeJS.ReadableStream): Promise<string> {
  let all = '';
  for await (const chunk of stream) all += String(chunk);
  return all;
}

function sendHead(response: ServerResponse, start: number): void {
  response.writeHead(start > 0 ? 206 : 200, {
    etag: '"v1"',
    'content-length': content.length - start,
    'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
  });
}

async function partBytes(cache: string): Promise<number> {
  const [name = ''] = await filesIn(join(cache, 'parts'));
  const found = await stat(join(cache, 'parts', name)).catch(() => undefined);
  return found?.isFile() === true ? found.size : 0;
}

/** A killed process tells nothing: what it left has to be looked at. */
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function saysThatItWaits({ stderr }: ChildProcess): Promise<void> {
  await new Promise<void>((resolve) => {
    stderr!.on('data', (chunk) => {
      if (String(chunk).includes('another run is fetching it')) resolve();
    });
  });
}

function mountSmallDisk(): string | undefined {
  const made = spawnSync('mktemp', ['-d'], { encoding: 'utf8' }).stdout.trim();
  const mount = ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', made];
  return spawnSync('mount', mount).status === 0 ? made : undefined;
}
