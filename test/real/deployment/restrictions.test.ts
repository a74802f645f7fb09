import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { engineEnvironment } from '../../helpers/deployment/engine-environment.ts';
import { hostLabel } from '../../helpers/deployment/host-label.ts';
import { insideContainer } from '../../helpers/deployment/inside-container.ts';
import { versionAt } from '../../helpers/deployment/tell-story.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';

const engine = await findEngine();
/** Of the container, put together: no path of a machine stands in these files. */
const temporary = ['', 'tmp'].join('/');
const name = 'bramble';
const prefix = `orangery-${name}-staging`;

/** Each of what the security rules ask of a deployed container, tried from its inside. */
describe.skipIf(engine === undefined)('a deployed container', () => {
  let garden: DeploymentGarden;
  let container: string;

  beforeAll(async () => {
    const env = { ...(await engineEnvironment()), SECRET_OF_DEPLOYER: 'do-not-pass' };
    garden = await deploymentGarden({ name, target: 'compose', env });
    await garden.want('1.0.0', await garden.release('1.0.0'), { memory: '768Mi', cpu: 1 });
    const key = await garden.orangery('keys', 'new', name, '--consumer', 'nobody');
    if (key.code !== 0) throw new Error(key.stderr);
    const { code, stderr } = await garden.orangery('deploy', name);
    if (code !== 0) throw new Error(stderr);
    container = await newestContainer();
  });

  afterAll(async () => garden.remove());

  const newestContainer = async (): Promise<string> =>
    docker(['ps', '--quiet', '--latest', '--filter', `name=${prefix}`]);
  const gatewayOf = async (network: string): Promise<string> =>
    docker(['network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', network]);
  const inside = async (code: string): Promise<unknown> => insideContainer(container, code);

  it('writes nowhere but below /tmp, where nothing can be executed', async () => {
    const write = (path: string): string => `attempt(() => fs.writeFileSync('${path}', ''))`;
    expect(
      await inside(
        `[${['/orangery/x', '/etc/x', '/x', '/keys/x', `${temporary}/x`].map(write).join()}]`,
      ),
    ).toEqual(['EROFS', 'EROFS', 'EROFS', 'EROFS', 'done']);
    expect(
      await inside(`attempt(() => {
        fs.copyFileSync('/usr/bin/true', '${temporary}/true');
        fs.chmodSync('${temporary}/true', 0o755);
        child.execFileSync('${temporary}/true');
      })`),
    ).toBe('EACCES');
  });

  it('has so much room below /tmp and no more', async () => {
    expect(
      await inside(`attempt(() => {
        const file = fs.openSync('${temporary}/large', 'w');
        const mebibyte = Buffer.alloc(1024 ** 2);
        try {
          for (let n = 0; n < 300; n += 1) fs.writeSync(file, mebibyte);
        } finally {
          fs.closeSync(file);
          fs.rmSync('${temporary}/large');
        }
      })`),
    ).toBe('ENOSPC');
  });

  it('is nobody, with no capability and no way to get one', async () => {
    const status = `Object.fromEntries(fs.readFileSync('/proc/self/status', 'utf8').trim().split('\\n')
      .map((line) => line.split(':').map((part) => part.trim())))`;
    const none = '0'.repeat(16);
    expect(await inside(status)).toMatchObject({
      ...{ CapInh: none, CapPrm: none, CapEff: none, CapBnd: none, NoNewPrivs: '1' },
      Uid: expect.stringMatching(/^(10001\s*){4}$/),
      Gid: expect.stringMatching(/^(10001\s*){4}$/),
    });
  });

  it('knows nothing of whoever deployed it', async () => {
    const names = (await inside('Object.keys(process.env)')) as string[];
    expect(names.toSorted()).toEqual(['HOME', 'HOSTNAME', 'NODE_ENV', 'PATH']);
    expect(await inside(`fs.existsSync('/var/run/docker.sock')`)).toBe(false);
    expect(await inside(`fs.readdirSync('/keys')`)).toEqual(['deployment.yml']);
  });

  it('reaches neither the internet nor a name', async () => {
    expect(await reached(['1.1.1.1', 443], ['169.254.169.254', 80])).toEqual([
      ...['refused', 'refused'],
    ]);
    expect(
      await inside(`Promise.all(['example.org', 'example.com'].map((name) =>
        dns.promises.lookup(name).then(() => 'found', () => 'unknown')))`),
    ).toEqual(['unknown', 'unknown']);
  });

  it('is not answered by the edge, which is on its network: it calls no deployment', async () => {
    const edge = `orangery-edge-${hostLabel(garden.state)}`;
    const ask = (port: number, slot: string): string =>
      `fetch('http://${edge}:${port}/${name}/staging/health', { headers: { 'orangery-slot': '${slot}' } })
        .then((answer) => answer.status, (error) => error.cause.code)`;
    expect(await reached([edge, 8080], [edge, 9080])).toEqual(['reached', 'reached']);
    expect(await inside(`Promise.all([${ask(8080, '')}, ${ask(9080, 'a')}])`)).toEqual([
      ...['UND_ERR_SOCKET', 'UND_ERR_SOCKET'],
    ]);
  });

  // the gateway of an internal network is an address of the host: inhibit_ipv4 takes it away
  it('reaches nothing that its host serves', async () => {
    const server = createServer((socket) => socket.end()).listen(0, '0.0.0.0');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const [bridge, stage] = await Promise.all(['bridge', prefix].map(gatewayOf));
    const found = await reached([bridge!, port], [stage!, port]);
    server.close();
    expect(found).toEqual(['refused', 'refused']);
  });

  const reached = async (...places: readonly (readonly [string, number])[]): Promise<unknown> =>
    inside(`Promise.all(${JSON.stringify(places)}.map((to) => reach(...to)))`);

  it('has its share of the processors, and so many processes', async () => {
    const limits = '{{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}} {{.HostConfig.Memory}}';
    expect(await docker(['inspect', '--format', limits, container])).toBe(
      `1000000000 256 ${768 * 1024 ** 2}`,
    );
    const forked = (await inside(`(async () => {
      let started = 0;
      const children = [];
      for (; started < 400; started += 1) {
        const one = child.spawn('/usr/bin/sleep', ['60']);
        const how = await new Promise((resolve) => {
          one.once('spawn', () => resolve('spawned'));
          one.once('error', ({ code }) => resolve(code));
        });
        if (how !== 'spawned') break;
        children.push(one);
      }
      for (const one of children) one.kill('SIGKILL');
      return started;
    })()`)) as number;
    expect(forked).toBeGreaterThan(50);
    expect(forked).toBeLessThan(256);
    expect(await versionOrRefusal()).toBe('401');
  });

  it('gets no more memory than its limit, and answers after that', async () => {
    const greedy = `(() => { const all = []; for (;;) all.push(Buffer.alloc(16 * 1024 ** 2, 1)); })()`;
    // the kernel ends it, or the server beside it and with that the container
    await expect(insideContainer(container, greedy)).rejects.toThrow();
    await expect.poll(versionOrRefusal, { timeout: 60_000 }).toBe('401');
  });

  it('comes back by itself when its main process is killed', async () => {
    const pid = await docker(['inspect', '--format', '{{.State.Pid}}', container]);
    process.kill(Number(pid), 'SIGKILL');
    const restarts = async (): Promise<number> =>
      Number(await docker(['inspect', '--format', '{{.RestartCount}}', container]));
    await expect.poll(restarts, { timeout: 60_000 }).toBeGreaterThan(0);
    await expect.poll(versionOrRefusal, { timeout: 60_000 }).toBe('401');
  });

  const versionOrRefusal = async (): Promise<string> => {
    const found = String(await versionAt(`${garden.address}/${name}/staging/`));
    return found.slice(0, 3);
  };
});
