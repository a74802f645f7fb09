import { mkdir, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostStage } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { changeHostStage } from '../../../../runner/src/deployment/host/host-stage.ts';
import { exportFolder } from '../../../../runner/src/deployment/host/materialise.ts';
import { pruneModules } from '../../../../runner/src/deployment/host/prune-modules.ts';
import type { Version } from '../../../../runner/src/deployment/wanted-stage.ts';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const day = 24 * 3_600_000;
const now = Date.parse('2026-11-23T12:00:00Z');

function version(number: string, source: Version['source']): Version {
  return { module: { id: 'seed-classifier', version: number }, source };
}

const commit = (digit: string) => ({ commit: digit.repeat(40) });
const receipt = (digit: string) => ({ receipt: digit.repeat(64) });

describe('pruneModules', () => {
  it('removes what no stage has and nobody took for a day', async () => {
    const state = await tempFolder();
    const folders = { repository: root, state, cache: state };
    const made = {
      running: version('1.0.0', commit('1')),
      before: version('1.1.0', commit('2')),
      result: version('1.2.0', receipt('3')),
      fresh: version('1.3.0', commit('4')),
      forgotten: version('1.4.0', receipt('5')),
    };
    for (const [name, one] of Object.entries(made)) {
      const folder = exportFolder(one, folders);
      await mkdir(folder, { recursive: true });
      const date = new Date(name === 'fresh' ? now - day / 2 : now - 2 * day);
      await utimes(folder, date, date);
    }
    const slot: HostStage['slots'][number] = {
      ...{ slot: 'a', revision: '0123456789ab', replicas: 1, isTested: true },
      folder: exportFolder(made.running, folders),
      run: { ...made.running, resources: { cpu: 1, memoryBytes: 1, gpu: 0 }, isOpen: true },
    };
    const id = { deployment: 'seeds', stage: 'staging' } as const;
    await changeHostStage(folders, 'compose', id, (empty) => ({
      ...{ ...empty, slots: [slot], history: [made.before, made.result, made.running] },
    }));

    await pruneModules(folders, now);

    const left = await readdir(join(state, 'deployments', 'modules'));
    const versions = left.map((name) => /@([\d.]+)-/.exec(name)?.[1]);
    // a commit is exported again, a result is nowhere else
    expect(versions.sort()).toEqual(['1.0.0', '1.2.0', '1.3.0']);
  });

  it('has nothing to do on a host that never deployed', async () => {
    const state = await tempFolder();
    await pruneModules({ repository: root, state, cache: state }, now);
    expect(await readdir(state)).toEqual([]);
  });
});
