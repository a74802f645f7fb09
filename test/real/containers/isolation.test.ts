import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  startContainer,
  type RunningContainer,
} from '../../../runner/src/container/run/start-container.ts';
import { containerOptions } from '../../helpers/containers/container-options.ts';
import { insideContainer } from '../../helpers/deployment/inside-container.ts';
import { baseImage } from '../../helpers/engine/base-image.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { imageWith } from '../../helpers/engine/image-with.ts';

const engine = await findEngine();
/** Of the container, put together: no path of a machine stands in these files. */
const temporary = ['', 'tmp'].join('/');

/** A server that is a container module's as far as the start of one goes. */
const server = `require('node:http').createServer((_, answer) => answer.end('{}')).listen(5000)`;

/** What SECURITY-RULES R3 asks of the container of a module, tried from its inside. */
describe.skipIf(engine === undefined)('the container of a module', () => {
  let container: RunningContainer;

  beforeAll(async () => {
    const image = await imageWith(await baseImage(), [
      `CMD ["node", "--eval", ${JSON.stringify(server)}]`,
    ]);
    const limits = { memoryBytes: 256 * 1024 ** 2, cpus: 1, gpus: 0 };
    const order = { image, port: 5000, label: 'hostile', limits, writable: ['/srv/cache'] };
    container = await startContainer(order, await containerOptions(tmpdir()));
  });
  afterAll(async () => container.close());

  const inside = async (code: string): Promise<unknown> => insideContainer(container.name, code);
  const reached = async (...places: readonly (readonly [string, number])[]): Promise<unknown> =>
    inside(`Promise.all(${JSON.stringify(places)}.map((to) => reach(...to)))`);

  it('is asked through its relay', async () => {
    expect((await fetch(container.address)).status).toBe(200);
  });

  it('connects to nothing but its relay, and finds no name but theirs', async () => {
    expect(await reached(['1.1.1.1', 443], ['169.254.169.254', 80])).toEqual([
      ...['refused', 'refused'],
    ]);
    const names = ['example.org', 'example.com', 'host.docker.internal'];
    const found = `Promise.all(${JSON.stringify(names)}.map((name) =>
      dns.promises.lookup(name).then(() => 'found', () => 'unknown')))`;
    expect(await inside(found)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('reaches nothing that this machine serves, on any of its addresses', async () => {
    const listening = createServer((socket) => socket.end()).listen(0, '0.0.0.0');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    const format = '{{(index .IPAM.Config 0).Gateway}}';
    const network = container.name.replace(/-server$/, '');
    const gateways = await Promise.all(
      ['bridge', network].map(async (one) =>
        docker(['network', 'inspect', '--format', format, one]),
      ),
    );
    const found = await reached(...gateways.map((gateway) => [gateway, port] as const));
    listening.close();
    expect(found).toEqual(['refused', 'refused']);
  });

  it('writes nowhere but to memory, and runs nothing from there', async () => {
    const write = (path: string): string => `attempt(() => fs.writeFileSync('${path}', ''))`;
    const places = ['/x', '/srv/x', '/etc/x', `${temporary}/x`, '/srv/cache/x'];
    expect(await inside(`[${places.map(write).join()}]`)).toEqual([
      ...['EROFS', 'EROFS', 'EROFS', 'done', 'done'],
    ]);
    const run = (folder: string): string => `attempt(() => {
      fs.copyFileSync('/usr/bin/true', '${folder}/true');
      fs.chmodSync('${folder}/true', 0o755);
      child.execFileSync('${folder}/true');
    })`;
    expect(await inside(`[${run(temporary)}, ${run('/srv/cache')}]`)).toEqual(['EACCES', 'EACCES']);
  });

  it('is nobody, with no capability and no way to one, and knows nothing of whoever started it', async () => {
    const status = `Object.fromEntries(fs.readFileSync('/proc/self/status', 'utf8').trim().split('\\n')
      .map((line) => line.split(':').map((part) => part.trim())))`;
    const none = '0'.repeat(16);
    expect(await inside(status)).toMatchObject({
      ...{ CapInh: none, CapPrm: none, CapEff: none, CapBnd: none, NoNewPrivs: '1' },
      Uid: expect.stringMatching(/^(10001\s*){4}$/),
    });
    const names = (await inside('Object.keys(process.env)')) as string[];
    expect(names.toSorted()).toEqual(['HOME', 'HOSTNAME', 'PATH', 'XDG_CACHE_HOME']);
    expect(await inside(`fs.existsSync('/var/run/docker.sock')`)).toBe(false);
  });
});
