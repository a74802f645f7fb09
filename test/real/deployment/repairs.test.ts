import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { engineEnvironment } from '../../helpers/deployment/engine-environment.ts';
import { dieAtMoment } from '../../helpers/deployment/die-at-moment.ts';
import { hostGarden, type DeploymentHost } from '../../helpers/deployment/host-garden.ts';
import { hostLabel } from '../../helpers/deployment/host-label.ts';
import { processesWith, unfinished, type Process } from '../../helpers/deployment/left-over.ts';
import { versionAt } from '../../helpers/deployment/tell-story.ts';
import { orangery } from '../../helpers/orangery.ts';
import { composeCommands, docker, findEngine } from '../../helpers/engine/engine.ts';

const run = promisify(execFile);
const engine = await findEngine();

describe('target process, of which parts are killed', () => {
  const name = 'orchid';
  let garden: DeploymentGarden;
  let host: DeploymentHost;

  beforeAll(async () => {
    garden = await deploymentGarden({ name, target: 'process', env: { USER: name } });
    await garden.want('1.0.0', await garden.release('1.0.0'));
    host = await hostGarden(garden);
    await host.agent('--unsigned');
  });

  afterAll(async () => {
    await garden.remove();
    await host.remove();
  });

  const url = (): string => `${garden.address}/${name}/staging/`;
  const started = async (script: string): Promise<readonly Process[]> =>
    (await processesWith('USER', name)).filter(({ command }) => command.includes(script));

  it('replaces a server, and gives no wrong answer meanwhile', async () => {
    const [server] = await started('serve-slot.ts');
    process.kill(server!.pid, 'SIGKILL');
    const found = new Set<unknown>();
    await expect
      .poll(async () => found.add(await versionAt(url())).has('1.0.0'), { timeout: 20_000 })
      .toBe(true);
    found.delete('1.0.0');
    for (const other of found) expect(other).toMatch(/^50[23]/);
    const [next] = await started('serve-slot.ts');
    expect(next!.pid).not.toBe(server!.pid);
  });

  it('ends the servers of a switch that was killed; the next look brings everything back', async () => {
    const [main] = await started('switch/main.ts');
    process.kill(main!.pid, 'SIGKILL');
    await expect.poll(async () => started('serve-slot.ts'), { timeout: 40_000 }).toEqual([]);
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({ problems: [], stages: [{ health: 'healthy' }] });
    expect(await versionAt(url())).toBe('1.0.0');
    expect(await started('switch/main.ts')).toHaveLength(1);
  });

  it('brings the old one back when the switch was killed and the new one is broken', async () => {
    const [main] = await started('switch/main.ts');
    process.kill(main!.pid, 'SIGKILL');
    await garden.want('1.2.0', await garden.release('1.2.0', 'wrong answers'));
    await host.push();
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({ stages: [{ outcome: 'failed' }] });
    expect(await versionAt(url())).toBe('1.0.0');
    expect(await started('serve-slot.ts')).toHaveLength(1);
  });

  it('goes on after an agent that was killed at any moment', async () => {
    let next = '1.3.0';
    for (let at = 1; ; at += 1) {
      await garden.want(next, await garden.release(next));
      await host.push();
      const death = { name, act: 'agent', cwd: host.clone, env: garden.env, at } as const;
      if ((await dieAtMoment(death)) === undefined) break;
      expect(await versionAt(url())).toMatch(/^1\./);
      const { record } = await host.agent('--unsigned');
      expect(record).toMatchObject({ problems: [] });
      expect(await versionAt(url())).toBe(next);
      expect(await started('serve-slot.ts')).toHaveLength(1);
      expect(await unfinished(garden.state)).toEqual([]);
      next = `1.${3 + at}.0`;
    }
    const records = await host.readRecords();
    expect(records.at(-1)).toMatchObject({ health: 'healthy', module: { version: next } });
  });
});

describe.skipIf(engine === undefined)('target compose, of which parts are removed', async () => {
  const name = 'fern';
  let garden: DeploymentGarden;
  const programs = engine === undefined ? [] : await composeCommands();

  beforeAll(async () => {
    garden = await deploymentGarden({ name, target: 'compose', env: await engineEnvironment() });
    await garden.want('1.0.0', await garden.release('1.0.0'));
    expect(await garden.orangery('deploy', name)).toMatchObject({ code: 0 });
  });

  afterAll(async () => garden.remove());

  const url = (): string => `${garden.address}/${name}/staging/`;
  const container = async (): Promise<string> =>
    docker(['ps', '--all', '--quiet', '--filter', `name=orangery-${name}-staging`]);
  const edge = (): string => `orangery-edge-${hostLabel(garden.state)}`;

  it('replaces a server that was removed', async () => {
    await docker(['rm', '--force', await container()]);
    const { code, stdout } = await garden.orangery('deploy', name);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(await versionAt(url())).toBe('1.0.0');
  });

  it('brings back an edge that was removed, and touches no server', async () => {
    const before = await container();
    await docker(['rm', '--force', edge()]);
    expect(await garden.orangery('deploy', name)).toMatchObject({ code: 0 });
    expect(await versionAt(url())).toBe('1.0.0');
    expect(await container()).toBe(before);
  });

  it('builds an image again that was removed with its container', async () => {
    const image = await docker(['inspect', '--format', '{{.Image}}', await container()]);
    await docker(['rm', '--force', await container()]);
    await docker(['image', 'rm', '--force', image]);
    await rm(join(garden.state, 'deployments/modules'), { recursive: true });
    expect(await garden.orangery('deploy', name)).toMatchObject({ code: 0 });
    expect(await versionAt(url())).toBe('1.0.0');
  });

  it('brings back both at once', async () => {
    await docker(['rm', '--force', await container(), edge()]);
    expect(await garden.orangery('deploy', name)).toMatchObject({ code: 0 });
    expect(await versionAt(url())).toBe('1.0.0');
  });

  it.each(programs)(
    'deploys and stops by $name, also what another one has deployed',
    async (program) => {
      const [file, ...args] = program.command;
      const stage = join(garden.state, 'deployments/compose/stages', name, 'staging/compose.yml');
      const ofEdge = join(garden.state, 'deployments/compose/edge/compose.yml');
      for (const path of [stage, ofEdge]) {
        const config = await run(file, [...args, '--file', path, 'config', '--quiet']);
        expect(config).toEqual({ stdout: '', stderr: '' });
      }
      expect(await readFile(stage, 'utf8')).toContain('read_only: true');
      const bin = await mkdtemp(join(tmpdir(), 'orangery-bin-'));
      if (file.startsWith('/')) await symlink(file, join(bin, 'docker-compose'));
      const with1 = { ...garden, env: { ...garden.env, PATH: `${bin}:${process.env.PATH}` } };
      // over what another Compose has made
      const next = `1.${1 + programs.indexOf(program)}.0`;
      await garden.want(next, await garden.release(next));
      for (const verb of ['deploy', 'stop', 'deploy']) {
        expect(await orangeryWith(with1, verb)).toMatchObject({ code: 0 });
      }
      expect(await versionAt(url())).toBe(next);
      await rm(bin, { recursive: true });
    },
  );

  const orangeryWith = async ({ folder, env }: DeploymentGarden, verb: string) =>
    orangery([verb, name], { cwd: folder, env });
});
