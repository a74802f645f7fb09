import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeploymentState, HostStage } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import {
  changeHostStage,
  readHostStage,
} from '../../../../runner/src/deployment/host/host-stage.ts';
import { revisionOf, slotRun } from '../../../../runner/src/deployment/reconcile/slot-run.ts';
import type { SlotName } from '../../../../runner/src/deployment/reconcile/slots.ts';
import { switchStage } from '../../../../runner/src/deployment/switch/switch-stage.ts';
import type { WantedStage } from '../../../../runner/src/deployment/wanted-stage.ts';
import { fakeTarget } from '../../../helpers/deployment/fake-target.ts';
import { root } from '../../../helpers/orangery.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const id = { deployment: 'seeds', stage: 'staging' } as const;

function wantedAt(version: string): WantedStage {
  return {
    ...{ ...id, owner: 'ada', module: { id: 'seed-classifier', version }, replicas: 1 },
    ...{ source: { commit: version.replaceAll('.', '').padEnd(40, '0') }, callers: 'everybody' },
    resources: { cpu: 1, memoryBytes: 1024 ** 3, gpu: 0 },
  };
}

/** As it is remembered when it was started, and perhaps tested. */
function remembered(wanted: WantedStage, slot: SlotName, isTested: boolean) {
  const run = slotRun(wanted, wanted, true);
  const kept = { slot, revision: revisionOf(run), run, replicas: 1, isTested, folder: '/gone' };
  return kept satisfies HostStage['slots'][number];
}

async function host(before: Partial<HostStage> = {}) {
  const state = await tempFolder();
  const folders = { repository: root, state, cache: join(state, 'cache') };
  await changeHostStage(folders, 'process', id, (empty) => ({ ...empty, ...before }));
  const target = fakeTarget();
  const world = { ...testWorld(), env: { PATH: process.env.PATH } };
  const records: DeploymentState[] = [];
  const bring = async (wanted: WantedStage | null, isRetried = true) =>
    switchStage(
      { ...id, wanted, act: 'deploy', actor: 'ada', owner: 'ada', isRetried },
      {
        ...{ targetName: 'process', address: 'http://127.0.0.1:8080', isLoopback: true },
        ...{ openTarget: () => target, folders, world, onProgress: () => {} },
        journal: { append: async (line) => void records.push(line) },
      },
    );
  return { bring, target, records, world, read: async () => readHostStage(folders, 'process', id) };
}

const old = remembered(wantedAt('1.0.0'), 'a', true);
const next = remembered(wantedAt('1.1.0'), 'b', false);

describe('switchStage', () => {
  it('starts again what serves and is gone, also when the wanted one may not be tried yet', async () => {
    const failed = [
      { ...{ revision: next.revision, attempts: 3, message: 'x' }, at: new Date().toISOString() },
    ];
    const { bring, target } = await host({ slots: [old], percents: { a: 100 }, failed });
    target.percents = { a: 100 };
    expect(await bring(wantedAt('1.1.0'), false)).toMatchObject({ kind: 'changed' });
    expect(target.slots.get('a')).toMatchObject({ running: 1, isReady: true });
    expect(await bring(wantedAt('1.1.0'), false)).toMatchObject({ kind: 'unchanged' });
  });

  it('starts again what serves and is gone before it tries another version', async () => {
    const { bring, target } = await host({ slots: [old], percents: { a: 100 } });
    target.percents = { a: 100 };
    // its commit is not there: nothing of it can be started
    expect(await bring(wantedAt('1.1.0'))).toMatchObject({ kind: 'failed' });
    expect(target.calls[0]).toBe('run a');
    expect(target.slots.get('a')).toMatchObject({ running: 1 });
    expect(target.percents).toEqual({ a: 100 });
  });

  it('sends the requests again of what is as it is wanted: the edge may be gone', async () => {
    const { bring, target } = await host({ slots: [old], percents: { a: 100 } });
    await target.run(id, { ...(await emptyStage()), slots: [old] });
    target.percents = { a: 100 };
    expect(await bring(wantedAt('1.0.0'))).toMatchObject({ kind: 'unchanged' });
    expect(target.calls.slice(1)).toEqual(['route {"a":100}']);
  });

  it('removes what a killed deployer had started when it does not come up', async () => {
    const { bring, target, read } = await host({ slots: [old, next], percents: { a: 100 } });
    await target.run(id, { ...(await emptyStage()), slots: [old] });
    target.percents = { a: 100 };
    target.broken.add(next.revision);
    expect(await bring(wantedAt('1.1.0'))).toMatchObject({ kind: 'failed' });
    expect([...target.slots.keys()]).toEqual(['a']);
    expect(await read()).toMatchObject({
      slots: [{ slot: 'a' }],
      failed: [{ revision: next.revision, attempts: 1 }],
    });
  });

  it('waits before it tries again what could not even be exported', async () => {
    const { bring, records } = await host();
    expect(await bring(wantedAt('1.1.0'), false)).toMatchObject({ kind: 'failed' });
    expect(await bring(wantedAt('1.1.0'), false)).toMatchObject({ kind: 'unchanged' });
    expect(records).toHaveLength(1);
  });

  it('says what went wrong, also where removing the new one goes wrong too', async () => {
    const { bring, target, world } = await host({ slots: [old, next], percents: { a: 100 } });
    await target.run(id, { ...(await emptyStage()), slots: [old] });
    target.percents = { a: 100 };
    target.broken.add(next.revision);
    target.stop = async () => Promise.reject(new Error('the engine is gone'));
    const outcome = await bring(wantedAt('1.1.0'));
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('Its server ended by itself 2 times') },
    });
    expect(world.log.at(-1)).toBe('warn: seeds staging: removing slot b: the engine is gone');
  });

  it('records what somebody who was killed has done last, once', async () => {
    const unrecorded = { act: 'rollback', actor: 'grace' } as const;
    const { bring, target, records, read } = await host({
      ...{ slots: [old], percents: { a: 100 }, unrecorded },
    });
    await target.run(id, { ...(await emptyStage()), slots: [old] });
    target.percents = { a: 100 };
    expect(await bring(wantedAt('1.0.0'))).toMatchObject({ kind: 'changed' });
    expect(records).toMatchObject([{ ...unrecorded, health: 'healthy' }]);
    expect(await read()).not.toHaveProperty('unrecorded');
    expect(await bring(wantedAt('1.0.0'))).toMatchObject({ kind: 'unchanged' });
    expect(records).toHaveLength(1);
  });

  it('remembers what it is at, and nothing of it when that has failed', async () => {
    const { bring, target, read } = await host({ slots: [old], percents: { a: 100 } });
    target.percents = { a: 100 };
    const seen: unknown[] = [];
    target.run = async () => {
      seen.push((await read()).unrecorded);
      throw new Error('no room');
    };
    expect(await bring(wantedAt('1.0.0'))).toMatchObject({ kind: 'failed' });
    expect(seen).toEqual([{ act: 'replace', actor: 'ada' }]);
    expect(await read()).not.toHaveProperty('unrecorded');
  });

  it('has deployed, also where what is no longer used cannot be removed', async () => {
    const { bring, target, world } = await host({ slots: [old], percents: { a: 100 } });
    target.percents = { a: 100 };
    target.prune = async () => Promise.reject(new Error('the engine is gone'));
    expect(await bring(wantedAt('1.0.0'))).toMatchObject({ kind: 'changed' });
    expect(world.log.at(-1)).toBe(
      'warn: What is no longer used could not be removed: the engine is gone',
    );
  });

  it('names a disk that is full', async () => {
    const state = await tempFolder();
    await mkdir(join(state, 'x'));
    const full = Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC' });
    const { bring, target } = await host({ slots: [old], percents: { a: 100 } });
    target.percents = { a: 100 };
    target.run = async () => Promise.reject(full);
    const outcome = await bring(wantedAt('1.0.0'));
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { message: expect.stringContaining('found its disk full') },
    });
  });
});

async function emptyStage(): Promise<HostStage> {
  return { schema: 'host-stage/1', slots: [], percents: {}, failed: [], history: [] };
}
