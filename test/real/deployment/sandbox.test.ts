import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseRecord, type BenchmarkReport, type Receipt } from '@orangery/schemas';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serveImage } from '../../../runner/src/deployment/image/index.ts';
import { readOrCreateKey, verifySignature } from '../../../runner/src/provenance/index.ts';
import { customModule } from '../../helpers/custom-module.ts';
import { baseImage } from '../../helpers/engine/base-image.ts';
import { docker, findEngine, inspect, removeNamed } from '../../helpers/engine/engine.ts';
import { orangery, root, type OrangeryOptions } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld } from '../../helpers/test-world.ts';

const execute = promisify(execFile);
const engine = await findEngine();
const prefix = 'orangery-sandbox-test';
const seeds = join(root, 'modules/seed-classifier/sample/seeds.csv');
const onSeeds = ['--dataset', seeds, '--target', 'variety', '--trials', '1', '--width', '1'];
const secrets = { GITHUB_TOKEN: 'ghp-of-the-host', ORANGERY_SECRET_OTHER: 'https://example.org/x' };

describe.skipIf(engine === undefined)('training and benchmarking in the sandbox', () => {
  let work: string;
  let image: string;
  let commit: string;
  let server: Server;
  let callers = 0;

  beforeAll(async () => {
    await removeNamed(prefix);
    work = await mkdtemp(join(tmpdir(), 'orangery-sandbox-'));
    const { signal, logger } = testWorld();
    const world = { signal, logger, env: process.env };
    const base = await baseImage();
    const serve = await serveImage({
      ...{ root, baseImage: base, folder: work, network: 'host', world },
    });
    await docker(['tag', '--', serve.id, `${prefix}-serve:current`]);
    image = `${prefix}-train:current`;
    commit = (await execute('git', ['rev-parse', 'HEAD'], { cwd: root })).stdout.trim();
    const args = { BASE_IMAGE: `${prefix}-serve:current`, COMMIT: commit };
    const given = Object.entries(args).flatMap(([name, value]) => [
      '--build-arg',
      `${name}=${value}`,
    ]);
    await docker(['build', ...given, '--tag', image, '--', join(root, 'runner/image/train-cpu')]);
    server = createServer((socket) => {
      callers += 1;
      socket.on('error', () => {}).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server?.close();
    await removeNamed(prefix);
    await rm(work, { recursive: true, force: true });
  });
  afterEach(async () => expect(await left()).toBe(''));

  /** Containers of sandboxes of this image. */
  const left = async (): Promise<string> =>
    docker(['ps', '--all', '--quiet', '--filter', 'label=org.orangery.sandbox']);

  interface Machine {
    readonly env: Readonly<Record<string, string>>;
    readonly state: string;
    readonly out: string;
  }

  async function machine(limits: Readonly<Record<string, string>> = {}): Promise<Machine> {
    const folder = await tempFolder();
    const state = join(folder, 'state');
    const env = { ORANGERY_STATE: state, ORANGERY_CACHE: join(folder, 'cache') };
    return {
      env: { ...env, ORANGERY_SANDBOX_IMAGE: image, ...secrets, ...limits },
      ...{ state, out: join(folder, 'out', 'result') },
    };
  }

  const train = async (
    module: string,
    { env, out }: Machine,
    words: readonly string[] = ['--sandbox'],
    options: OrangeryOptions = {},
  ) =>
    orangery(['train', module, ...onSeeds, '--out', out, ...words, '--json'], { ...options, env });

  const intruder = async (attempt: string, place: string): Promise<string> =>
    customModule('intruder', {
      files: {
        'attempt.ts': `export const attempt = ${JSON.stringify(attempt)};\nexport const place = ${JSON.stringify(place)};\n`,
      },
    });

  const port = (): number => (server.address() as AddressInfo).port;

  it.each([
    ['network', 'network', 'this machine', {}],
    ['network', 'network', '1.1.1.1:443', {}],
    ['network', 'network', 'example.org', {}],
    ['files', 'write', '/orangery/modules/own-code/module.ts', {}],
    ['files', 'write', '/orangery/cli/bin/x', {}],
    ['files', 'write', '/data/dataset/0', {}],
    ['processes', 'fork', '', { ORANGERY_SANDBOX_PROCESSES: '100' }],
    ['memory', 'fill', '', { ORANGERY_SANDBOX_MEMORY: '600' }],
    ['disk', 'fill disk', '/tmp', { ORANGERY_SANDBOX_TEMPORARY: '20' }],
    ['disk', 'linger', '/out', { ORANGERY_SANDBOX_DISK: '20' }],
    ['time', 'endless', '', { ORANGERY_SANDBOX_SECONDS: '15' }],
  ] as const)(
    'limit %s: %s %s fails, and the record says so',
    async (limit, attempt, place, limits) => {
      const before = callers;
      const where = place === 'this machine' ? `127.0.0.1:${port()}` : place;
      const on = await machine(limits);
      const { code, failure } = await train(await intruder(attempt, where), on);
      expect({ code, failure }).toMatchObject({
        code: 1,
        failure: {
          code: 'SANDBOX_LIMIT',
          message: expect.stringContaining(`own-code in its sandbox, limit ${limit}: expected `),
        },
      });
      expect(callers).toBe(before);
      expect(existsSync(on.out)).toBe(false);
      expect(await readdir(join(on.state, 'sandbox/runs'))).toEqual([]);
    },
  );

  it('fails alone: a training beside it ends well', async () => {
    const [fork, fill, good] = await Promise.all([
      train(await intruder('fork', ''), await machine({ ORANGERY_SANDBOX_PROCESSES: '200' })),
      train(await intruder('fill', ''), await machine({ ORANGERY_SANDBOX_MEMORY: '700' })),
      train('seed-classifier', await machine({ ORANGERY_SANDBOX_MEMORY: '2048' })),
    ]);
    expect(fork.failure).toMatchObject({ message: expect.stringContaining('limit processes') });
    expect(fill.failure).toMatchObject({ message: expect.stringContaining('limit memory') });
    expect(good.stderr).not.toContain('✗');
    expect(good.code).toBe(0);
    expect(receiptOf(good.record).metrics.accuracy).toBeGreaterThan(0.8);
  });

  it('shows code no name, file, network or right of its host', async () => {
    const on = await machine();
    const hidden = [on.state, on.env.ORANGERY_CACHE!, root, '/var/run/docker.sock'];
    const { code, stderr } = await train(await intruder('look', hidden.join(',')), on);
    expect(stderr).not.toContain('✗');
    expect(code).toBe(0);
    const text = await readFile(join(on.out, 'artifact/parameters.json'), 'utf8');
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret);
    const seen = Object(JSON.parse(String(Object(JSON.parse(text)).seen))) as {
      environments: string[];
      files: [string, string | string[]][];
      interfaces: string[];
      status: string;
      devices: string[];
    };
    const names = new Set(seen.environments.map((pair) => pair.split('=')[0]!));
    expect([...names].sort()).toEqual(named);
    expect(seen.interfaces).toEqual(['lo']);
    const files = Object.fromEntries(seen.files);
    for (const path of hidden) expect(files[path]).toBe('ENOENT');
    expect(files['/data']).toEqual(['dataset']);
    expect(files['/in']).toEqual(['fetched.json', 'request.yml']);
    expect(seen.status).toMatch(/^Uid:\s+10001\s/m);
    expect(seen.status).toMatch(/^CapEff:\s+0+$/m);
    expect(seen.status).toMatch(/^CapBnd:\s+0+$/m);
    expect(seen.status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(seen.status).toMatch(/^Seccomp:\s+2$/m);
    expect(seen.devices).not.toContain('kmsg');
  });

  it('gives the same weights as outside, signed by the host', async () => {
    const [on, outside] = [await machine(), await machine()];
    const words = ['--seed', '7', '--backend', 'wasm'];
    const inside = await train('seed-classifier', on, [...words, '--sandbox']);
    const plain = await train('seed-classifier', outside, words);
    const [receipt, expected] = [receiptOf(inside.record), receiptOf(plain.record)];
    expect(receipt.artifact.sha256).toBe(expected.artifact.sha256);
    expect(receipt.fingerprint).toBe(expected.fingerprint);
    expect(receipt.environment.commit).toBe(commit);
    const key = await readOrCreateKey(on.state);
    expect(receipt.signature?.publicKey).toBe(key.publicKey);
    expect(await verifySignature(receipt)).toBe(true);
    const verified = await orangery(['verify', on.out, '--json'], { env: on.env });
    expect(verified).toMatchObject({ code: 0, record: { kind: 'verified' } });
    const lines = (text: string): unknown[] =>
      text.split('\n').flatMap((line) => /"type":"([a-z-]+)"/.exec(line)?.[1] ?? []);
    expect(lines(inside.stdout)).toEqual(lines(plain.stdout));
  });

  it('measures a module, and signs the report outside', async () => {
    const on = await machine();
    const copy = join(await tempFolder(), 'seed-classifier');
    await cp(join(root, 'modules/seed-classifier'), copy, { recursive: true });
    const { code, record, stderr } = await orangery(['benchmark', copy, '--sandbox', '--json'], on);
    expect(stderr).not.toContain('✗');
    expect(code).toBe(0);
    const report: BenchmarkReport = parseRecord('benchmarkReport', record, 'the report');
    expect(report.signature?.publicKey).toBe((await readOrCreateKey(on.state)).publicKey);
    expect(await verifySignature(report)).toBe(true);
    const kept = join(copy, 'reports', `declared-data@${report.module.version}.json`);
    expect(JSON.parse(await readFile(kept, 'utf8'))).toEqual(report);
  });

  it('is stopped by Ctrl-C, leaves no container, and goes on with --resume', async () => {
    const on = await machine();
    const long = ['--sandbox', '--trials', '400', '--hours', '1'];
    const stopped = await train('seed-classifier', on, long, { interruptAt: '"trial-ended"' });
    expect(stopped).toMatchObject({
      code: 1,
      failure: { code: 'CANCELLED', hint: expect.stringContaining('--sandbox') },
    });
    expect(await left()).toBe('');
    const words = [...long, '--resume', '--finish'];
    const finished = await train('seed-classifier', on, words);
    expect(finished.stderr).not.toContain('✗');
    const receipt = receiptOf(finished.record);
    expect(receipt.trials.length).toBeLessThan(400);
    expect(finished.stdout).toMatch(/"type":"run-started".*"resumed":[1-9]/);
  });

  it('killed, it leaves a container that the next run removes', async () => {
    const on = await machine();
    const args = ['train', 'seed-classifier', ...onSeeds, '--trials', '400', '--hours', '1'];
    const child = spawn(
      process.execPath,
      [join(root, 'cli/bin/orangery.mjs'), ...args, '--out', on.out, '--sandbox', '--json'],
      { cwd: root, env: { ...process.env, ...on.env }, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let told = '';
    for await (const chunk of child.stdout) {
      told += String(chunk);
      if (told.includes('"run-started"')) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const id = await left();
    expect(await inspect(id)).toMatchObject({ State: { Running: true } });
    expect((await train('seed-classifier', on)).code).toBe(0);
    await expect(inspect(id)).rejects.toThrow(/no such object/i);
    expect(await readdir(join(on.state, 'sandbox/runs'))).toEqual([]);
  });

  it('refuses an image that has no Orangery in it', async () => {
    const on = await machine({ ORANGERY_SANDBOX_IMAGE: await baseImage() });
    const { failure } = await train('seed-classifier', on);
    expect(failure).toMatchObject({
      code: 'SANDBOX_UNAVAILABLE',
      message: expect.stringContaining('found another image'),
    });
  });
});

/** Of all processes in the container together. */
const named = [
  ...['CI', 'CUDA_VISIBLE_DEVICES', 'HOME', 'HOSTNAME', 'LANG', 'NODE_CHANNEL_FD'],
  ...['NODE_CHANNEL_SERIALIZATION_MODE', 'NODE_COMPILE_CACHE', 'NODE_ENV', 'NO_COLOR'],
  ...['OMP_NUM_THREADS', 'ORANGERY_CACHE', 'ORANGERY_STATE', 'PATH', 'PWD', 'TF_CPP_MIN_LOG_LEVEL'],
  ...['TF_NUM_INTEROP_THREADS', 'TF_NUM_INTRAOP_THREADS', 'TZ'],
];

function receiptOf(record: unknown): Receipt {
  return parseRecord('receipt', record, 'the receipt');
}
