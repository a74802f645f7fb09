import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, knownAnswers, type Known } from '../../helpers/known-answers.ts';
import { orangery, root } from '../../helpers/orangery.ts';
import { serve, stopServed, type Served } from './served.ts';

const model = 'seed-classifier';
let work: string;
let folder: string;
let known: readonly Known[];
beforeEach(async () => {
  work = await mkdtemp(join(tmpdir(), 'orangery-operations-'));
  folder = join(work, 'modules', model);
  await cp(join(root, 'modules', model), folder, { recursive: true });
  known = (await knownAnswers()).filter((one) => one.model === model);
});
afterEach(async () => {
  await stopServed();
  await rm(work, { recursive: true, force: true });
});

/** What many clients saw until they were told to stop. */
interface Load {
  readonly stop: () => void;
  readonly seen: Promise<Readonly<Record<string, number>>>;
  /** After so many answers. */
  readonly until: (count: number) => Promise<void>;
}

/** Clients that ask without a pause; one whose connection is refused has nobody left to ask. */
function load({ address }: Served, clients = 8): Load {
  const seen: Record<string, number> = {};
  const waiting: { readonly count: number; readonly go: () => void }[] = [];
  let total = 0;
  let isStopped = false;
  const see = (outcome: string): void => {
    seen[outcome] = (seen[outcome] ?? 0) + 1;
    total += 1;
    for (const { count, go } of waiting) if (total >= count) go();
  };
  const client = async (_: unknown, index: number): Promise<void> => {
    while (!isStopped) {
      const question = known[index % known.length]!;
      const outcome = await ask(address, question).then(
        ({ status, isRight }) => (status === 200 && !isRight ? 'wrong' : String(status)),
        (error: unknown) => codeOf(error),
      );
      see(outcome);
      if (outcome === 'ECONNREFUSED') return;
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    stop: () => {
      isStopped = true;
    },
    seen: all.then(() => seen),
    until: (count) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ count: total + count, go: resolve });
      return promise;
    },
  };
}

function codeOf(error: unknown): string {
  const cause: unknown = Reflect.get(Object(error), 'cause');
  return String(Reflect.get(Object(cause), 'code') ?? cause ?? error);
}

async function reload({ managementAddress }: Served): Promise<{ status: number; text: string }> {
  const address = `${managementAddress}/models/${model}/reload`;
  const response = await fetch(address, { method: 'POST' });
  return { status: response.status, text: await response.text() };
}

describe('a model that is loaded anew under load', () => {
  it('loses no request, and is the new version from then on', async () => {
    const served = await serve(folder, '--workers', '2');
    const clients = load(served);
    await clients.until(100);
    const card = join(folder, 'module.md');
    const text = await readFile(card, 'utf8');
    const [, version] = /^version: (\S+)$/m.exec(text)!;
    await writeFile(card, text.replaceAll(version!, '77.0.0'));
    expect(await reload(served)).toEqual({
      status: 200,
      text: expect.stringContaining('77.0.0') as string,
    });
    const described = await (await fetch(`${served.address}/v2/models/${model}/`)).text();
    expect(described).toContain('"version": "77.0.0"');
    // one that is asked for during another is of what is there by then
    const earlier = reload(served);
    await writeFile(card, text.replaceAll(version!, '78.0.0'));
    const later = await Promise.all([earlier, reload(served), reload(served)]);
    expect(later.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(later[2]!.text).toContain('78.0.0');
    await clients.until(100);
    clients.stop();
    expect(Object.keys(await clients.seen)).toEqual(['200']);
    // those that were replaced have ended
    await expect
      .poll(async () => served.metric('orangery_workers'), { timeout: 30_000, interval: 200 })
      .toBe(2);
  });

  it('stays what it was when its folder has become none', async () => {
    const served = await serve(folder);
    const clients = load(served);
    const card = join(folder, 'module.md');
    await writeFile(card, (await readFile(card, 'utf8')).replace(/^title:.*$/m, 'title: []'));
    const { status, text } = await reload(served);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toMatch(/\n\s+at /);
    await rm(join(folder, 'artifact'), { recursive: true });
    expect((await reload(served)).status).toBeGreaterThanOrEqual(400);
    await clients.until(100);
    clients.stop();
    expect(Object.keys(await clients.seen)).toEqual(['200']);
  });
});

describe('a server that is told to end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s under load answers what it has taken and ends well',
    async (signal) => {
      const served = await serve(folder, '--workers', '2');
      const clients = load(served);
      await clients.until(200);
      const code = served.stop(signal);
      const seen = await clients.seen;
      expect(await code).toBe(0);
      expect(seen['200']).toBeGreaterThanOrEqual(200);
      // 503: it had come over a connection that was kept, after the end began
      const unexpected = Object.keys(seen).filter(
        (outcome) => !['200', '503', 'ECONNREFUSED'].includes(outcome),
      );
      expect(unexpected).toEqual([]);
      expect(served.log.join('\n')).not.toContain('were cut off');
    },
  );

  it('ends too when somebody asks and never listens', async () => {
    const served = await serve(folder, '--request-timeout', '3');
    const silent = spawn(process.execPath, ['-e', silentClient, String(served.port)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(silent.stdout, 'data');
    expect(await served.stop('SIGTERM')).toBe(0);
    silent.kill('SIGKILL');
  });
});

/** Begins a request, and leaves it there. */
const silentClient = `
const socket = require('node:net').connect(Number(process.argv[1]), '127.0.0.1');
socket.on('error', () => {});
socket.write('POST /predict HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 10\\r\\n\\r\\n{', () => console.log('sent'));
setInterval(() => {}, 1000);
`;

it('a second server at the same port does not start, and leaves the first alone', async () => {
  const served = await serve(folder);
  const port = String(served.port);
  const second = await orangery(['serve', folder, '--port', port, '--json'], { cwd: root });
  expect(second.code).toBe(2);
  expect(second.stderr + second.stdout).toContain(`Port ${port} is in use by another program`);
  expect((await ask(served.address, known[0]!)).isRight).toBe(true);
});
