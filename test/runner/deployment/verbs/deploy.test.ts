import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord, type HostStage } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../../runner/src/dataset/cache/with-lock.ts';
import {
  changeHostStage,
  readHostStage,
} from '../../../../runner/src/deployment/host/host-stage.ts';
import { exportFolder } from '../../../../runner/src/deployment/host/materialise.ts';
import { revisionOf, slotRun } from '../../../../runner/src/deployment/reconcile/slot-run.ts';
import type { Deployer } from '../../../../runner/src/deployment/switch/switch-order.ts';
import { deploy, rollback, stop } from '../../../../runner/src/deployment/verbs/deploy.ts';
import { wantedStages, type Version } from '../../../../runner/src/deployment/wanted-stage.ts';
import { fakeTarget } from '../../../helpers/deployment/fake-target.ts';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const id = { deployment: 'seeds', stage: 'staging' } as const;

const versionOf = (version: string): Version => ({
  module: { id: 'seed-classifier', version },
  source: { commit: version.replaceAll('.', '').padEnd(40, '0') },
});

const file = parseRecord(
  'deployment',
  {
    ...{ schema: 'deployment/1', owner: { login: 'ada', id: 7 }, open: true },
    stages: {
      staging: { module: 'seed-classifier@1.1.0', commit: '110'.padEnd(40, '0') },
    },
  },
  'a test deployment',
);

/** A host on which 1.1.0 serves after 1.0.0, and a lock that somebody else may hold. */
async function host() {
  const state = await tempFolder();
  const folders = { repository: root, state, cache: join(state, 'cache') };
  const target = fakeTarget();
  const [wanted] = wantedStages('seeds', file);
  const run = slotRun(wanted!, wanted!, true);
  const slot = { slot: 'a', revision: revisionOf(run), run, replicas: 1, isTested: true } as const;
  const before: Partial<HostStage> = {
    ...{ slots: [{ ...slot, folder: '/gone' }], percents: { a: 100 } },
    history: [versionOf('1.0.0'), versionOf('1.1.0')],
  };
  await changeHostStage(folders, 'process', id, (empty) => ({ ...empty, ...before }));
  await target.run(id, await readHostStage(folders, 'process', id));
  target.percents = { a: 100 };
  await mkdir(exportFolder(versionOf('1.0.0'), folders), { recursive: true });
  const world = { ...testWorld(), env: { PATH: process.env.PATH } };
  const deployer: Deployer = {
    ...{ targetName: 'process', address: 'http://127.0.0.1:8080', isLoopback: true },
    ...{ openTarget: () => target, folders, world, onProgress: () => {} },
    journal: { append: async () => {} },
  };
  const lock = join(state, 'deployments', 'locks', 'process-seeds-staging');
  const whileLocked = async <Result>(begin: () => Promise<Result>) =>
    withLock(lock, { signal: world.signal, label: 'Another', timeoutMs: 1000 }, async () => {
      const waits = new Promise<void>((resolve) => {
        world.logger.info = (text: string) => {
          if (text.includes('waiting for it')) resolve();
        };
      });
      const work = begin();
      await waits;
      return { work, seen: await readHostStage(folders, 'process', id) };
    });
  return { deployer, whileLocked, read: async () => readHostStage(folders, 'process', id) };
}

const order = { name: 'seeds', file, actor: 'ada' };

describe('what a host remembers of an order', () => {
  it.each([
    ['stop', stop],
    ['rollback', rollback],
  ])('%s is written by whoever holds the lock of the stage', async (_, verb) => {
    const { deployer, whileLocked, read } = await host();
    const { work, seen } = await whileLocked(async () => verb(order, deployer));
    expect(seen.hold).toBeUndefined();
    await work;
    expect((await read()).hold).toMatchObject({ by: 'ada' });
  });

  it('deploy takes back what was said before, under the same lock', async () => {
    const { deployer, whileLocked, read } = await host();
    await stop(order, deployer);
    const { work, seen } = await whileLocked(async () => deploy(order, deployer));
    expect(seen.hold).toMatchObject({ by: 'ada' });
    await work;
    expect((await read()).hold).toBeUndefined();
  });

  it('a rollback that nothing was before leaves no trace', async () => {
    const { deployer, read } = await host();
    const { folders } = deployer;
    await changeHostStage(folders, 'process', id, (before) => ({ ...before, history: [] }));
    await expect(rollback(order, deployer)).rejects.toThrow('expected a version that ran here');
    expect((await read()).hold).toBeUndefined();
  });
});
