import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deploymentGarden,
  type DeploymentGarden,
} from '../../helpers/deployment/deployment-garden.ts';
import { versionAt } from '../../helpers/deployment/tell-story.ts';

const name = 'sorrel';

describe('orangery promote, and stop after it', () => {
  let garden: DeploymentGarden;

  beforeAll(async () => {
    garden = await deploymentGarden({ name, target: 'process' });
  });

  afterAll(async () => garden.remove());

  const file = async (): Promise<string> =>
    readFile(join(garden.folder, `deployments/${name}.yml`), 'utf8');

  it('gives production nothing that staging could not serve', async () => {
    await garden.want('1.0.0', await garden.release('1.0.0', 'wrong answers'));
    expect(await garden.orangery('deploy', name)).toMatchObject({ code: 1 });
    const before = await file();
    const { code, stderr } = await garden.orangery('promote', name);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('found nothing: '),
    });
    expect(await file()).toBe(before);
  });

  it('gives production what staging serves, and lists nothing that failed before', async () => {
    await garden.want('1.1.0', await garden.release('1.1.0'));
    expect(await garden.orangery('deploy', name)).toMatchObject({ code: 0 });
    expect(await garden.orangery('promote', name)).toMatchObject({ code: 0 });
    expect(await versionAt(`${garden.address}/${name}/`)).toBe('1.1.0');
    const { stdout } = await garden.orangery('deployments');
    expect(stdout.match(/healthy/g)).toHaveLength(2);
    expect(stdout).not.toContain('failed');
  });

  it('asks what staging serves, not what its file says by now', async () => {
    await garden.want('1.2.0', await garden.release('1.2.0'));
    const { code, stderr } = await garden.orangery('promote', name);
    expect(code).toBe(1);
    expect(stderr).toContain(
      'expected seed-classifier@1.2.0 to serve in staging, as it says, found seed-classifier@1.1.0',
    );
  });

  it('stops what no file wants any more', async () => {
    // the file has lost its production above
    expect(await garden.orangery('stop', name, '--stage', 'production')).toMatchObject({ code: 0 });
    expect(await versionAt(`${garden.address}/${name}/`)).toMatch(/^404/);
    await rm(join(garden.folder, `deployments/${name}.yml`));
    const { stdout } = await garden.orangery('stop', name);
    expect(stdout).toBe(`${name} staging  seed-classifier@1.1.0  stopped\n`);
    expect(await garden.orangery('stop', name)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`deployments/${name}.yml: expected a deployment, found none`),
    });
  });
});
