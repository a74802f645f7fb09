import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCountingProxy } from '../helpers/counting-proxy.ts';
import { findProgram } from '../helpers/find-program.ts';
import { startMoto, type Moto } from '../helpers/moto.ts';
import { orangery, root, type CommandOutcome } from '../helpers/orangery.ts';
import { startRcloneServer, type RcloneServer } from '../helpers/rclone-server.ts';

const rclone = findProgram('rclone');
const moto = findProgram('moto_server', 'ORANGERY_MOTO_SERVER');
const seeds = join(root, 'modules/seed-classifier/sample/seeds.csv');
const account = { user: 'grower', password: 'webdav-password-4711' };

/** A folder that all servers show, a cache, and what the command line gets from its environment. */
let work: string;
let env: Record<string, string>;

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'orangery-push-'));
  await mkdir(join(work, 'data/folder/below'), { recursive: true });
  await mkdir(join(work, 'seeds'));
  await copyFile(seeds, join(work, 'seeds/seeds.csv'));
  await copyFile(seeds, join(work, 'data/seeds.csv'));
  for (const name of ['a.csv', 'b c.csv', 'below/d+e.csv']) {
    await writeFile(join(work, 'data/folder', name), `name,value\n${name},1\n`);
  }
  env = {
    ORANGERY_CACHE: join(work, 'cache'),
    ORANGERY_STATE: join(work, 'state'),
    RCLONE_CONFIG: join(work, 'rclone.conf'),
    AWS_ACCESS_KEY_ID: 'AKIAORANGERYTEST',
    AWS_SECRET_ACCESS_KEY: 's3-secret-key-0815',
    WEBDAV_USER: account.user,
    WEBDAV_PASSWORD: account.password,
  };
  await writeFile(env.RCLONE_CONFIG!, `[shelf]\ntype = alias\nremote = ${join(work, 'data')}\n`);
});
afterAll(() => rm(work, { recursive: true, force: true }));

interface PushRecord {
  readonly link: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly outcome: string;
}

async function run(args: readonly string[]): Promise<CommandOutcome> {
  const outcome = await orangery(args, { env });
  expect(outcome.stderr).not.toContain('✗');
  expect(outcome.code).toBe(0);
  return outcome;
}

async function push(path: string, to: string): Promise<PushRecord> {
  const { record } = await run(['dataset', 'push', path, '--to', to, '--json']);
  return record as PushRecord;
}

/** What a fetch of a link gives: hash and bytes of what came, and how many files are in it. */
async function fetched(link: string): Promise<unknown> {
  const { record } = await run(['dataset', 'fetch', link, '--json']);
  return record;
}

async function trainOn(link: string, name: string): Promise<void> {
  const out = join(work, name);
  const budget = ['--trials', '1', '--hours', '0.01'];
  const data = ['--dataset', link, '--target', 'variety'];
  const { record } = await run([
    'train',
    'tabular-classifier',
    ...data,
    ...budget,
    '--out',
    out,
    '--json',
  ]);
  expect(record).toMatchObject({ schema: expect.stringMatching(/receipt/) });
}

describe.skipIf(moto === undefined)('S3, spoken with moto', () => {
  let server: Moto;
  beforeAll(async () => {
    server = await startMoto(moto!, ['orangery-data']);
  });
  afterAll(() => server?.stop());

  it('takes a folder, and training goes on from the printed link', async () => {
    const to = `s3://orangery-data/pushed/?endpoint=${server.url}`;
    const first = await push(join(work, 'seeds'), to);
    expect(first).toMatchObject({
      outcome: 'sent',
      link: expect.stringMatching(/seeds-[0-9a-f]{12}\.zip/),
    });
    expect(await push(join(work, 'seeds'), to)).toEqual({ ...first, outcome: 'already there' });
    expect(await fetched(first.link)).toMatchObject({
      sources: [{ sha256: first.sha256, bytes: first.bytes }],
    });
    await trainOn(first.link, 'from-s3');
  });

  it('gives all objects of a folder', async () => {
    const below = `s3://orangery-data/listed/?endpoint=${server.url}`;
    for (const name of ['a.csv', 'b c.csv', 'below/d+e.csv']) {
      await push(join(work, 'data/folder', name), below);
    }
    expect(await fetched(below)).toMatchObject({ files: 3 });
  });

  it('goes on with the parts that a killed run had sent', async () => {
    const big = join(work, 'big.csv');
    await writeRows(big, 60 * 1024 ** 2);
    const narrow = await startCountingProxy(server.url, { mostParts: 3 });
    const child = startPush(big, `s3://orangery-data/big/?endpoint=${narrow.url}`);
    await narrow.isFull;
    child.kill('SIGKILL');
    await once(child, 'exit');
    await narrow.stop();
    const wide = await startCountingProxy(server.url);
    const pushed = await push(big, `s3://orangery-data/big/?endpoint=${wide.url}`);
    await wide.stop();
    console.log(
      `killed after ${narrow.partBytes.length} parts; then sent ${wide.partBytes.length}`,
    );
    expect(narrow.partBytes).toHaveLength(3);
    const rest = pushed.bytes - sum(narrow.partBytes);
    expect(sum(wide.partBytes)).toBe(rest);
    const link = pushed.link.replace(wide.url, server.url);
    expect(await fetched(link)).toMatchObject({ sources: [{ sha256: pushed.sha256 }] });
  });
});

describe.skipIf(rclone === undefined)('WebDAV, HTTP and remotes, spoken with rclone', () => {
  let webdav: RcloneServer;
  let http: RcloneServer;
  beforeAll(async () => {
    webdav = await startRcloneServer(rclone!, 'webdav', join(work, 'data'), account);
    http = await startRcloneServer(rclone!, 'http', join(work, 'data'));
    const remote = `[cloud]\ntype = webdav\nvendor = other\nurl = http://${webdav.host}\nuser = ${account.user}\n`;
    const shelf = `[shelf]\ntype = alias\nremote = ${join(work, 'data')}\n`;
    await writeFile(
      env.RCLONE_CONFIG!,
      `${shelf}${remote}pass = ${await obscured(account.password)}\n`,
    );
  });
  afterAll(async () => {
    await webdav?.stop();
    await http?.stop();
  });

  it('WebDAV takes a folder, and training goes on from the printed link', async () => {
    const to = `webdav+http://${webdav.host}/new/place/`;
    const first = await push(join(work, 'seeds'), to);
    expect(first.outcome).toBe('sent');
    expect(await push(join(work, 'seeds'), to)).toEqual({ ...first, outcome: 'already there' });
    await trainOn(first.link, 'from-webdav');
  });

  it('WebDAV keeps nothing half-written when a push is killed', async () => {
    const big = join(work, 'more.csv');
    await writeRows(big, 60 * 1024 ** 2);
    const proxy = await startCountingProxy(`http://${webdav.host}`, { mostBytes: 8 * 1024 ** 2 });
    const child = startPush(big, `webdav+http://${new URL(proxy.url).host}/killed/`);
    await proxy.isFull;
    child.kill('SIGKILL');
    await once(child, 'exit');
    await proxy.stop();
    expect(await namesIn(join(work, 'data/killed'))).not.toContainEqual(
      expect.stringMatching(/\.csv$/),
    );
    const pushed = await push(big, `webdav+http://${webdav.host}/killed/`);
    expect(pushed.outcome).toBe('sent');
    expect(await namesIn(join(work, 'data/killed'))).toEqual([pushed.link.split('/').at(-1)]);
  });

  it.each([
    ['a file of HTTP', () => `http://${http.host}/seeds.csv`, 1],
    ['a file of WebDAV', () => `webdav+http://${webdav.host}/seeds.csv`, 1],
    ['a folder of WebDAV', () => `webdav+http://${webdav.host}/folder/`, 3],
    ['a file of a remote', () => 'rclone:shelf:seeds.csv', 1],
    ['a folder of a remote', () => 'rclone:shelf:folder', 3],
    ['a folder of a remote with a password', () => 'rclone:cloud:folder/', 3],
  ])('%s is fetched', async (_, link, files) => {
    expect(await fetched(link())).toMatchObject({ files });
  });

  it('a folder has the same hash wherever it lies', async () => {
    const links = [
      join(work, 'data/folder'),
      'rclone:shelf:folder',
      'rclone:cloud:folder',
      `webdav+http://${webdav.host}/folder/`,
    ];
    const hashes = await Promise.all(
      links.map(
        async (link) => ((await fetched(link)) as { sources: PushRecord[] }).sources[0]!.sha256,
      ),
    );
    expect(new Set(hashes).size).toBe(1);
  });

  it('a remote takes a file', async () => {
    const pushed = await push(seeds, 'rclone:cloud:by/rclone');
    expect(pushed).toMatchObject({
      outcome: 'sent',
      link: expect.stringMatching(/^rclone:cloud:by\/rclone\/seeds-/),
    });
    expect(await push(seeds, 'rclone:cloud:by/rclone')).toEqual({
      ...pushed,
      outcome: 'already there',
    });
    expect(await fetched(pushed.link)).toMatchObject({ sources: [{ sha256: pushed.sha256 }] });
  });

  async function obscured(password: string): Promise<string> {
    const child = spawn(rclone!, ['obscure', password]);
    const chunks: Buffer[] = [];
    for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString().trim();
  }
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

async function namesIn(folder: string): Promise<string[]> {
  // made by the first push that gets so far
  return readdir(folder).catch(() => []);
}

/** A table of about this many bytes, the same every time. */
async function writeRows(path: string, bytes: number): Promise<void> {
  const stream = createWriteStream(path);
  const rows = Array.from(
    { length: 1000 },
    (_, index) => `${index},${index % 7},${'x'.repeat(50)}\n`,
  ).join('');
  stream.write('row,class,text\n');
  for (let written = 0; written < bytes; written += rows.length) {
    if (!stream.write(rows)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/** A push that may be killed. */
function startPush(path: string, to: string): ChildProcess {
  const command = [
    join(root, 'cli/bin/orangery.mjs'),
    'dataset',
    'push',
    path,
    '--to',
    to,
    '--json',
  ];
  return spawn(process.execPath, command, {
    cwd: root,
    env: { ...process.env, CI: '1', ...env },
    stdio: 'ignore',
  });
}
