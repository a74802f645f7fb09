import type { HostStage } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import {
  changeHostStage,
  heedHold,
  listHostStages,
  readHostStage,
  wishOf,
  withHistory,
} from '../../../../runner/src/deployment/host/host-stage.ts';
import type { Version, WantedStage } from '../../../../runner/src/deployment/wanted-stage.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const empty: HostStage = {
  ...{ schema: 'host-stage/1', slots: [], percents: {}, failed: [], history: [] },
};

function version(number: number): Version {
  return {
    module: { id: 'seeds', version: `1.${number}.0` },
    source: { commit: String(number).padStart(40, '0') },
  };
}

function wanted(number: number, more: Partial<WantedStage> = {}): WantedStage {
  return {
    ...{ deployment: 'seeds', stage: 'staging', owner: 'ada', replicas: 1, callers: null },
    ...{ ...version(number), resources: { cpu: 1, memoryBytes: 1, gpu: 0 } },
    ...more,
  };
}

function held(against: WantedStage | null, other?: Version): HostStage {
  const by = { by: 'ada', at: '2026-11-22T12:00:00.000Z' };
  const hold = { against: wishOf(against), ...by, ...(other !== undefined && { version: other }) };
  return { ...empty, hold };
}

describe('heedHold', () => {
  it('ends a stage that somebody has stopped', () => {
    expect(heedHold(wanted(1), held(wanted(1)))).toBeNull();
  });

  it('runs what somebody went back to, without a canary', () => {
    const canary = { ...version(3), percent: 10 };
    const wish = wanted(2, { canary });
    expect(heedHold(wish, held(wish, version(1)))).toEqual({ ...wanted(1) });
  });

  it('holds while copies and callers change, and no longer than the version is wanted', () => {
    const hold = held(wanted(2), version(1));
    expect(heedHold(wanted(2, { replicas: 3, callers: 'everybody' }), hold)).toMatchObject({
      ...{ module: version(1).module, replicas: 3, callers: 'everybody' },
    });
    expect(heedHold(wanted(3), hold)).toEqual(wanted(3));
  });

  it('leaves a stage that nobody wants ended', () => {
    expect(heedHold(null, held(wanted(1), version(1)))).toBeNull();
  });
});

describe('withHistory', () => {
  it('has a version once while it goes on, and again when it comes back', () => {
    const versions = [1, 1, 2, 2, 1].map(version);
    const { history } = versions.reduce(withHistory, empty);
    expect(history).toEqual([1, 2, 1].map(version));
  });

  it('forgets the oldest past twenty', () => {
    const { history } = Array.from({ length: 25 }, (_, at) => version(at)).reduce(
      withHistory,
      empty,
    );
    expect(history).toEqual(Array.from({ length: 20 }, (_, at) => version(at + 5)));
  });
});

describe('the state of a host', () => {
  it('has nothing of a stage that it never had, and lists those that it has', async () => {
    const state = await tempFolder();
    const folders = { repository: state, state, cache: state };
    const seeds = { deployment: 'seeds', stage: 'staging' } as const;
    expect(await readHostStage(folders, 'process', seeds)).toEqual(empty);
    expect(await listHostStages(folders, 'process')).toEqual([]);
    await changeHostStage(folders, 'process', seeds, (before) => withHistory(before, version(1)));
    expect(await readHostStage(folders, 'process', seeds)).toMatchObject({ history: [version(1)] });
    expect(await listHostStages(folders, 'process')).toEqual([seeds]);
    expect(await listHostStages(folders, 'compose')).toEqual([]);
  });
});
