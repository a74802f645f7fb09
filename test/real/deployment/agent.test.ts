import { execFile } from 'node:child_process';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { hostGarden, type DeploymentHost } from '../../helpers/deployment/host-garden.ts';
import { versionAt } from '../../helpers/deployment/tell-story.ts';

const run = promisify(execFile);

/** Each test goes on where the one before it ended. */
describe('orangery agent', () => {
  let garden: DeploymentGarden;
  let host: DeploymentHost;
  let first: string;

  beforeAll(async () => {
    garden = await deploymentGarden({ name: 'nursery', target: 'process' });
    first = await garden.release('1.0.0');
    await garden.want('1.0.0', first);
    host = await hostGarden(garden);
  });

  afterAll(async () => {
    await garden.remove();
    await host.remove();
  });

  const url = (): string => `${garden.address}/nursery/staging/`;

  it('asks whose signature is good, before anything else', async () => {
    const { code, failure } = await host.agent();
    expect(code).toBe(2);
    expect(failure).toMatchObject({ message: expect.stringContaining('--signers, --gpg') });
  });

  it('runs what the branch wants, and tells the branch of records', async () => {
    const { record, code } = await host.agent('--unsigned');
    expect(code).toBe(0);
    expect(record).toMatchObject({ problems: [], stages: [{ outcome: 'changed' }] });
    expect(await versionAt(url())).toBe('1.0.0');
    expect(await host.readRecords()).toMatchObject([
      { deployment: 'nursery', health: 'healthy', actor: 'Ada', commit: first, act: 'deploy' },
    ]);
  });

  it('changes nothing and writes nothing at a second look', async () => {
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({ problems: [], stages: [{ outcome: 'unchanged' }] });
    expect(await host.readRecords()).toHaveLength(1);
  });

  it('leaves what runs when the next version fails, and says so on the branch', async () => {
    const commit = await garden.release('1.1.0', 'wrong answers');
    await garden.want('1.1.0', commit);
    await host.push();
    const { record, code } = await host.agent('--unsigned');
    expect({ record, code }).toMatchObject({
      record: { stages: [{ outcome: 'failed' }] },
      code: 1,
    });
    expect(await versionAt(url())).toBe('1.0.0');
    expect((await host.readRecords()).slice(-2)).toMatchObject([
      { health: 'unhealthy', module: { version: '1.1.0' } },
      { health: 'healthy', module: { version: '1.0.0' } },
    ]);
    // not tried again at once
    expect((await host.agent('--unsigned')).record).toMatchObject({
      stages: [{ outcome: 'unchanged' }],
    });
  });

  it('goes back by a revert', async () => {
    await garden.git('revert', '--no-edit', 'HEAD');
    const commit = await garden.release('1.2.0');
    await garden.want('1.2.0', commit);
    await host.push();
    await host.agent('--unsigned');
    expect(await versionAt(url())).toBe('1.2.0');
    await garden.git('revert', '--no-edit', 'HEAD');
    await host.push();
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({ problems: [], stages: [{ module: { version: '1.0.0' } }] });
    expect(await versionAt(url())).toBe('1.0.0');
  });

  it('deploys no commit that is not of the branch', async () => {
    const main = await garden.git('rev-parse', 'HEAD');
    await garden.git('checkout', '--quiet', '-b', 'elsewhere');
    const stray = await garden.release('1.3.0');
    await garden.git('push', '--quiet', 'origin', 'elsewhere');
    await garden.git('checkout', '--quiet', 'main');
    await garden.want('1.3.0', stray);
    await host.push();
    await run('git', ['fetch', '--quiet', 'origin', 'elsewhere'], { cwd: host.clone });
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({
      problems: [
        expect.stringContaining(`expected a commit of this branch, found ${stray.slice(0, 12)}`),
      ],
    });
    expect(await versionAt(url())).toBe('1.0.0');
    await garden.git('reset', '--quiet', '--hard', main);
    await garden.git('commit', '--quiet', '--allow-empty', '--message', 'another history');
    await host.push('--force');
  });

  it('stays where it was when the branch is rewritten', async () => {
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({
      problems: expect.arrayContaining([expect.stringContaining('found another history')]),
    });
    expect(await versionAt(url())).toBe('1.0.0');
    await run('git', ['update-ref', '-d', 'refs/orangery/accepted'], { cwd: host.clone });
  });

  it('follows only commits that somebody has signed who may', async () => {
    const key = join(garden.state, 'signing-key');
    await rm(key, { force: true });
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const signers = join(garden.state, 'signers');
    const { stdout } = await run('ssh-keygen', ['-y', '-f', key]);
    await writeFile(signers, `ada@example.org ${stdout}`);
    const unsigned = await host.agent('--signers', signers);
    expect(unsigned.record).toMatchObject({
      commit: null,
      problems: [expect.stringContaining('expected a signature of somebody who may')],
    });
    const sign = ['-c', 'gpg.format=ssh', '-c', `user.signingkey=${key}`];
    await garden.git(...sign, 'commit', '--quiet', '--allow-empty', '-S', '--message', 'signed');
    await host.push();
    expect((await host.agent('--signers', signers)).record).toMatchObject({ problems: [] });
  });

  it('leaves alone what a broken file was about', async () => {
    await appendFile(join(garden.folder, 'deployments/nursery.yml'), '\n}');
    await garden.git('commit', '--quiet', '--all', '--message', 'broken');
    await host.push();
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({
      problems: [expect.stringContaining('deployments/nursery.yml')],
      stages: [],
    });
    expect(await versionAt(url())).toBe('1.0.0');
  });

  it('tells of what this host remembers and cannot read, and goes on', async () => {
    const ghost = join(garden.state, 'deployments/process/stages/ghost/staging');
    await mkdir(ghost, { recursive: true });
    await writeFile(join(ghost, 'stage.json'), '{');
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({
      problems: [expect.stringContaining('nursery.yml'), expect.stringContaining(ghost)],
    });
    await rm(join(ghost, '..'), { recursive: true });
  });

  it('ends what no file wants any more', async () => {
    await garden.git('rm', '--quiet', 'deployments/nursery.yml');
    await garden.git('commit', '--quiet', '--message', 'nothing');
    await host.push();
    const { record } = await host.agent('--unsigned');
    expect(record).toMatchObject({ problems: [], stages: [{ health: 'stopped' }] });
    expect(await versionAt(url())).toMatch(/^404|fetch failed/);
    expect((await host.readRecords()).at(-1)).toMatchObject({ health: 'stopped', owner: 'ada' });
  });
});
