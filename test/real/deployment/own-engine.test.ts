import { execFile } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveImage } from '../../../runner/src/deployment/image/index.ts';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { engineEnvironment } from '../../helpers/deployment/engine-environment.ts';
import { ownEngine, type OwnEngine } from '../../helpers/deployment/own-engine.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { root } from '../../helpers/orangery.ts';
import { testWorld } from '../../helpers/test-world.ts';

const run = promisify(execFile);
const shared = await findEngine();
const name = 'willow';
/** Room for the images of server and edge. */
const diskMegabytes = 700;

/** What cannot be done to an engine that others use; each test goes on where the one before it ended. */
describe.skipIf(shared === undefined || process.getuid?.() !== 0)('an engine', () => {
  let engine: OwnEngine;
  let garden: DeploymentGarden;

  beforeAll(async () => {
    const env = await engineEnvironment();
    engine = await ownEngine(diskMegabytes);
    await engine.start();
    await bringImages(engine, env);
    garden = await deploymentGarden({ name, target: 'compose', env: { ...env, ...engine.env } });
    await garden.want('1.0.0', await garden.release('1.0.0'));
    const { code, record } = await act('deploy');
    expect(code, JSON.stringify(record)).toBe(0);
  });

  afterAll(async () => {
    await act('stop');
    await garden.remove();
    await engine.remove();
  });

  const act = async (verb: string) =>
    engine.orangery([verb, name], { cwd: garden.folder, env: garden.env });
  const version = async (): Promise<string> => {
    const url = `${garden.address}/${name}/staging/v2/models/seed-classifier/`;
    const code = `fetch('${url}').then((answer) => answer.text()).then(console.log, () => console.log('none'))`;
    const text = await engine.run(process.execPath, ['--eval', code]);
    return /"version": ?"([^"]+)"/.exec(text)?.[1] ?? text;
  };

  it('brings everything back when it was restarted, and nobody deploys', async () => {
    expect(await version()).toBe('1.0.0');
    await engine.stop();
    expect(await version()).toBe('none');
    await engine.start();
    await expect.poll(version, { timeout: 60_000 }).toBe('1.0.0');
    expect((await act('deploy')).record).toMatchObject({ stages: [{ outcome: 'unchanged' }] });
  });

  it('says so when its disk is full, and the old one serves', async () => {
    const { bavail, bsize } = await statfs(engine.data);
    const ballast = join(engine.data, 'ballast');
    await writeFile(ballast, Buffer.alloc(bavail * bsize - 64 * 1024));
    await garden.want('1.1.0', await garden.release('1.1.0'));
    const { code, failure } = await act('deploy');
    expect(code).toBe(1);
    expect(failure).toMatchObject({
      message: expect.stringContaining('found the disk of the engine full'),
      hint: expect.stringContaining('docker system df'),
    });
    expect(await version()).toBe('1.0.0');
    await rm(ballast);
    expect(await act('deploy')).toMatchObject({ code: 0 });
    expect(await version()).toBe('1.1.0');
  });

  it('says so when the disk of the state is full, and the old one serves', async () => {
    const modules = join(garden.state, 'deployments', 'modules');
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'orangery-test', modules]);
    await garden.want('1.2.0', await garden.release('1.2.0'));
    const { code, failure } = await act('deploy');
    await run('umount', [modules]);
    expect(code).toBe(1);
    expect(failure).toMatchObject({
      message: expect.stringContaining('found its disk full: no space left on device'),
      hint: expect.stringContaining(`df -h ${join(garden.state, 'deployments')}`),
    });
    expect(await version()).toBe('1.1.0');
    expect(await act('deploy')).toMatchObject({ code: 0 });
    expect(await version()).toBe('1.2.0');
  });
});

/** None can be pulled, and none be built in its network: from the engine that everybody uses. */
async function bringImages(
  engine: OwnEngine,
  env: Awaited<ReturnType<typeof engineEnvironment>>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-images-'));
  const { id } = await serveImage({
    ...{ root, folder, network: 'host', baseImage: env.ORANGERY_BASE_IMAGE! },
    world: { ...testWorld(), env: process.env },
  });
  const archive = join(folder, 'images.tar');
  // by its name, which goes with it then: by that it is found
  const serve = await docker(['inspect', '--format', '{{index .RepoTags 0}}', '--', id]);
  await docker(['save', '--output', archive, serve.trim(), env.ORANGERY_EDGE_IMAGE!]);
  await engine.run('docker', ['load', '--input', archive]);
  await rm(folder, { recursive: true });
}
