import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { processesWith, unfinished } from '../../helpers/deployment/left-over.ts';
import { startLoad } from '../../helpers/deployment/load.ts';
import { versionAt } from '../../helpers/deployment/tell-story.ts';
import { orangery } from '../../helpers/orangery.ts';

const name = 'coppice';

/** Several people, or one and the agent, on one stage; each test goes on where the one before it ended. */
describe('two at once', () => {
  let garden: DeploymentGarden;
  const commits: Record<string, string> = {};

  beforeAll(async () => {
    garden = await deploymentGarden({ name, target: 'process', env: { USER: name } });
    for (const version of ['1.0.0', '1.1.0', '1.2.0']) {
      commits[version] = await garden.release(version);
    }
    await garden.want('1.0.0', commits['1.0.0']!);
  });

  afterAll(async () => garden.remove());

  const url = (): string => `${garden.address}/${name}/staging/`;
  const deploy = async () => garden.orangery('deploy', name, '--json');
  const serving = async (): Promise<readonly unknown[]> =>
    (await processesWith('USER', name)).filter(({ command }) => command.includes('serve-slot.ts'));

  it('waits for the other one, and finds nothing to do', async () => {
    const both = await Promise.all([deploy(), deploy()]);
    const outcomes = both.map(({ record }) => (record as Outcomes).stages[0]!.outcome);
    expect(outcomes.toSorted()).toEqual(['changed', 'unchanged']);
    expect(both.map(({ stderr }) => stderr).join('')).toContain('is being deployed by another');
    expect(await serving()).toHaveLength(1);
  });

  it('brings what each of them wants, one after the other', async () => {
    const load = startLoad(url(), 1, 20);
    await garden.want('1.1.0', commits['1.1.0']!);
    const first = deploy();
    await isBegun(first);
    await garden.want('1.2.0', commits['1.2.0']!);
    const both = await Promise.all([first, deploy()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(await versionAt(url())).toBe('1.2.0');
    expect((await load.stop()).failures).toEqual([]);
    expect(await serving()).toHaveLength(1);
  });

  /** Until it has the lock, so that it has read its file. */
  const isBegun = async (deployed: Promise<unknown>): Promise<void> => {
    const lock = join(garden.state, 'deployments', 'locks', `process-${name}-staging.lock`);
    let isOver = false;
    void deployed.then(() => (isOver = true));
    const isThere = async (): Promise<boolean> =>
      access(lock).then(
        () => true,
        () => false,
      );
    while (!isOver && !(await isThere())) await pause(10);
  };

  it('removes the new one at Ctrl-C, and leaves the old one serving', async () => {
    const load = startLoad(url(), 1, 20);
    await garden.want('1.0.0', commits['1.0.0']!);
    const options = { cwd: garden.folder, env: garden.env, interruptAt: '✓ started' };
    const { code, stderr } = await orangery(['deploy', name], options);
    expect(code).toBe(1);
    expect(stderr).toContain('CANCELLED');
    expect(await versionAt(url())).toBe('1.2.0');
    expect((await load.stop()).failures).toEqual([]);
    expect(await serving()).toHaveLength(1);
    expect(await unfinished(garden.state)).toEqual([]);
    // and is no failure that is to be waited after
    expect((await deploy()).record).toMatchObject({ stages: [{ outcome: 'changed' }] });
    expect(await versionAt(url())).toBe('1.0.0');
  });

  it('comes to the same end when one stops what another deploys', async () => {
    for (let round = 0; round < 3; round += 1) {
      const [stopped, deployed] = await Promise.all([garden.orangery('stop', name), deploy()]);
      expect([stopped.code, deployed.code]).toEqual([0, 0]);
      // whoever came last was heeded
      expect(await deploy()).toMatchObject({ code: 0 });
      expect(await versionAt(url())).toBe('1.0.0');
    }
  });
});

interface Outcomes {
  readonly stages: readonly { readonly outcome: string }[];
}
