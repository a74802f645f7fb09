import { symlink } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../../runner/src/command.ts';
import { openCode } from '../../runner/src/custom/index.ts';
import { listWalls, tryWall } from '../../runner/src/sandbox/index.ts';
import type { Wall } from '../../runner/src/sandbox/walls/wall.ts';
import { customModule } from '../helpers/custom-module.ts';
import { findProgram } from '../helpers/find-program.ts';
import { dataFiles, readOptions } from '../helpers/read-data.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const image = process.env['ORANGERY_SANDBOX_IMAGE'];
const walls = listWalls({ ...(image === undefined ? {} : { image }) });
const table = `x,kind\n${Array.from({ length: 12 }, (_, index) => `${index % 2},${index % 2 ? 'a' : 'b'}`).join('\n')}\n`;

let server: Server;
let callers = 0;
beforeAll(async () => {
  server = createServer((socket) => {
    callers += 1;
    socket.on('error', () => {}).end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());

/** What code tries, each as the body of an async function that must not come to its end. */
async function attempts(): Promise<{ attempts: Record<string, string>; secret: string }> {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const secret = await tempFolder({ 'home/.ssh/id': 'a key', 'write/here': '' });
  const socket = join(secret, 'socket');
  const local = createServer((connection) => {
    callers += 1;
    connection.destroy();
  });
  await new Promise<void>((resolve) => local.listen(socket, resolve));
  return {
    secret,
    attempts: {
      'fetch from a server of this machine': `await fetch('http://127.0.0.1:${port}');`,
      'connect to a server of this machine': `await connect({ host: '127.0.0.1', port: ${port} });`,
      'connect to a socket in the file system': `await connect({ path: '${socket}' });`,
      'look up a name': `await (await import('node:dns/promises')).lookup('example.org');`,
      'read a key': `await (await import('node:fs/promises')).readFile('${secret}/home/.ssh/id');`,
      'list where others keep files': `await (await import('node:fs/promises')).readdir('${secret}');`,
      'write outside': `await (await import('node:fs/promises')).writeFile('${secret}/write/here', 'x');`,
      'write beside itself': `await (await import('node:fs/promises')).writeFile(new URL('x', import.meta.url), 'x');`,
      'read a secret of the environment': `if (process.env.GITHUB_TOKEN === undefined) throw new Error('none');`,
      'see other processes': `process.kill(${process.pid}, 0);`,
    },
  };
}

/** What Node's permissions stop besides: behind a wall it would reach nothing. */
const programs: Record<string, string> = {
  'start a program': `(await import('node:child_process')).execFileSync('/bin/sh', ['-c', 'true']);`,
  'start a thread': `new (await import('node:worker_threads')).Worker('', { eval: true });`,
  'load native code': `process.dlopen({ exports: {} }, '/usr/lib/x.node');`,
};

const connect = `const connect = (to) => import('node:net').then(({ connect }) =>
  new Promise((resolve, reject) => connect(to, resolve).on('error', reject)));`;

function tryAll(tried: Readonly<Record<string, string>>): string {
  const cases = Object.entries(tried).map(
    ([name, body]) => `await attempt(${JSON.stringify(name)}, async () => { ${body} });`,
  );
  return `${connect}
const done = [];
const attempt = (name, work) => work().then(() => done.push(name), () => {});
process.env.NO_PROXY = '*';
${cases.join('\n')}`;
}

describe.each(walls.map((wall) => [wall.name, wall] as const))('%s', (name, wall) => {
  it('keeps in a module that wants out', async ({ skip }) => {
    const searchPath = await pathOf(wall);
    const reason = await tryWall(wall, { searchPath });
    if (reason !== undefined) skip(`${name} does not stand here: ${reason}`);
    const { attempts: tried } = await attempts();
    const folder = await customModule(`export default {
  data: 'tabular-classification',
  knobs: {},
  async train() {
    ${tryAll({ ...tried, ...programs })}
    return { done };
  },
  predict: (model, { count }) => Array.from({ length: count }, () => [0.5, 0.5]),
  save: (model) => model,
  load: (saved) => saved,
};
export {};
`);
    const before = callers;
    const { recipe, wall: found, close } = await openCode(folder, { searchPath });
    try {
      expect(found).toBe(name);
      const data = await recipe.readData(dataFiles({ 'data.csv': table }), readOptions());
      const { model } = await recipe.fit({
        ...{ train: data, selection: data, knobs: {}, seed: 1, until: 1 },
        signal: new AbortController().signal,
        isOutOfTime: () => false,
        onEpoch: () => {},
      });
      const saved = (await recipe.save(model)).get('parameters.json');
      expect(JSON.parse(new TextDecoder().decode(saved))).toEqual({ done: [] });
      expect(callers).toBe(before);
    } finally {
      await close();
    }
  });

  it('keeps in a program that Node gives every permission', async ({ skip }) => {
    const searchPath = await pathOf(wall);
    const reason = await tryWall(wall, { searchPath });
    if (reason !== undefined) skip(`${name} does not stand here: ${reason}`);
    const { attempts: tried, secret } = await attempts();
    const before = callers;
    const script = `${tryAll(tried)}\nconsole.log(JSON.stringify(done));`;
    const inside = await tempFolder({ 'program.mjs': script });
    const command = { file: process.execPath, args: [join(inside, 'program.mjs')] };
    const { file, args } = wall.enclose(command, {
      readable: [process.execPath, inside],
      ...{ writable: [], env: { HOME: `${secret}/home` } },
    });
    const { stdout } = await runCommand(file, args, {
      ...{ cwd: '/', env: { PATH: searchPath, GITHUB_TOKEN: 'secret' }, timeoutMs: 60_000 },
      signal: new AbortController().signal,
    });
    expect(JSON.parse(stdout)).toEqual([]);
    expect(callers).toBe(before);
  });

  it('gives no more memory than it was told to', async ({ skip }) => {
    const searchPath = await pathOf(wall);
    const reason = await tryWall(wall, { searchPath });
    if (reason !== undefined) skip(`${name} does not stand here: ${reason}`);
    const folder = await customModule(`
const kept = [];
for (let count = 0; count < 200; count += 1) kept.push(new Float32Array(8e6).fill(1));
export default { data: 'files' };
`);
    await expect(openCode(folder, { searchPath, memoryMegabytes: 1024 })).rejects.toThrow(
      /Array buffer allocation failed|ended with/,
    );
  });
});

it('without a wall all of it would be done', async () => {
  const { attempts: tried } = await attempts();
  const inside = await tempFolder({
    'program.mjs': `${tryAll(tried)}\nconsole.log(JSON.stringify(done));`,
  });
  const { stdout } = await runCommand(process.execPath, [join(inside, 'program.mjs')], {
    ...{ cwd: '/', env: { GITHUB_TOKEN: 'secret' }, timeoutMs: 60_000 },
    signal: new AbortController().signal,
  });
  const done: unknown = JSON.parse(stdout);
  // a name is found only where there is a network
  const surely = Object.keys(tried).filter((name) => name !== 'look up a name');
  expect(done).toEqual(expect.arrayContaining(surely));
});

it('one wall at least stands here', async ({ skip }) => {
  const reasons = await Promise.all(
    walls.map(async (wall) => tryWall(wall, { searchPath: await pathOf(wall) })),
  );
  if (reasons.includes(undefined)) return;
  if (process.env['ORANGERY_REQUIRE_REAL'] === '1') expect(reasons).toContain(undefined);
  skip(`no wall stands here: ${reasons.join('; ')}`);
});

/** A search path with the programs of one wall alone, so that no other is taken. */
async function pathOf(wall: Wall): Promise<string> {
  const folder = await tempFolder();
  for (const program of [
    ...wall.needs,
    ...(wall.name === 'namespaces'
      ? ['umount', 'ln', 'mkdir', 'rmdir', 'dirname', 'readlink']
      : []),
  ]) {
    const found = findProgram(program);
    if (found !== undefined) await symlink(found, join(folder, program));
  }
  return folder;
}
