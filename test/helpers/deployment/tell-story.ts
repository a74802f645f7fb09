import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { DeploymentGarden } from './deployment-garden.ts';
import { startLoad } from './load.ts';

/** What a story is told of. */
export interface Story {
  /** Name of the deployment. */
  readonly name: string;
  readonly garden: () => DeploymentGarden;
  /** By version: 1.0.0 and 1.1.0 are good, 1.2.0 gives wrong answers. */
  readonly commits: Readonly<Record<string, string>>;
}

/** A deployment from its first version to its end; each test goes on where the one before it ended. */
export function tellStory({ name, garden, commits }: Story): void {
  const url = (): string => `${garden().address}/${name}/staging/`;
  const want = async (version: string): Promise<void> => garden().want(version, commits[version]!);
  const deploy = async (): ReturnType<DeploymentGarden['orangery']> =>
    garden().orangery('deploy', name, '--json');

  it('says that another program has its port', async () => {
    await want('1.0.0');
    const { port, origin } = new URL(garden().address);
    const server = createServer().listen(Number(port), '127.0.0.1');
    await once(server, 'listening');
    const { code, failure } = await deploy();
    server.close();
    expect({ code, failure }).toMatchObject({
      code: 1,
      failure: {
        message: expect.stringMatching(`${origin}.*(in use by|where) another program`),
        hint: expect.stringContaining('--address http://127.0.0.1:8081'),
      },
    });
  });

  it('answers at the address that deploy says', async () => {
    await want('1.0.0');
    const { code, record } = await deploy();
    expect(code).toBe(0);
    expect(record).toMatchObject({
      stages: [{ outcome: 'changed', health: 'healthy', module: { version: '1.0.0' } }],
    });
    expect(await versionAt(url())).toBe('1.0.0');
  });

  it('does nothing when nothing is to be done', async () => {
    const { record, stderr } = await deploy();
    expect(record).toMatchObject({ stages: [{ outcome: 'unchanged' }] });
    expect(stderr).toBe('');
  });

  it('brings a new version', async () => {
    await want('1.1.0');
    expect(await deploy()).toMatchObject({ code: 0 });
    expect(await versionAt(url())).toBe('1.1.0');
  });

  it('leaves the old one serving when the new one gives wrong answers', async () => {
    await want('1.2.0');
    const { code, failure } = await deploy();
    expect(code).toBe(1);
    expect(failure).toMatchObject({
      code: 'DEPLOYMENT_FAILED',
      message: expect.stringContaining('golden test, row 1: expected Aldersey, found Corvane'),
    });
    expect(await versionAt(url())).toBe('1.1.0');
    const [failed, goesOn] = (await garden().readRecords()).slice(-2);
    expect(failed).toMatchObject({ health: 'unhealthy', module: { version: '1.2.0' } });
    expect(goesOn).toMatchObject({ health: 'healthy', module: { version: '1.1.0' } });
  });

  it('goes back to what ran before', async () => {
    const { code, stdout } = await garden().orangery('rollback', name);
    expect(code).toBe(0);
    expect(stdout).toContain('seed-classifier@1.0.0');
    expect(await versionAt(url())).toBe('1.0.0');
    expect((await garden().orangery('deployments')).stdout).toContain('rolled back by');
  });

  it('loses no request out of 20,000 across 20 switches', async () => {
    const load = startLoad(url(), 4);
    for (let round = 0; round < 20; round += 1) {
      await want(round % 2 === 0 ? '1.1.0' : '1.0.0');
      expect(await deploy()).toMatchObject({ code: 0 });
    }
    while (load.count() < 20_000) await pause(100);
    const { requests, failures } = await load.stop();
    expect(failures).toEqual([]);
    expect(requests).toBeGreaterThanOrEqual(20_000);
  });

  it('ends everything', async () => {
    const { code, stdout } = await garden().orangery('stop', name);
    expect(code).toBe(0);
    expect(stdout).toContain('stopped');
    expect(await versionAt(url())).toMatch(/^404|fetch failed/);
  });
}

/** Of the module that answers there. */
export async function versionAt(url: string): Promise<unknown> {
  const response = await fetch(`${url}v2/models/seed-classifier/`).catch(String);
  if (typeof response === 'string') return response;
  const text = await response.text();
  return /"version": ?"([^"]+)"/.exec(text)?.[1] ?? `${response.status}: ${text.slice(0, 300)}`;
}
