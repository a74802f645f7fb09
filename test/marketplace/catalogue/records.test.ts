import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  latestStages,
  noRecords,
  summariseRecords,
} from '../../../marketplace/src/catalogue/records.ts';
import { loadSurroundings } from '../../../marketplace/src/catalogue/surroundings.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { fixtureRoot } from '../fixture-modules.ts';

const { log, access } = await loadSurroundings(fixtureRoot, join(fixtureRoot, 'records'));
const find = summariseRecords(log);

describe('summariseRecords', () => {
  it('says since when the golden test of the present version has been green', () => {
    expect(find('leaf-classifier', '1.1.0').freshness).toEqual({
      isGreen: true,
      since: '2026-11-14T02:00:00Z',
      checked: '2026-11-20T02:00:00Z',
    });
    expect(find('leaf-classifier', '2.0.0').freshness).toBeUndefined();
  });

  it('gives the latest state of each stage, and since when it has been so', () => {
    const [production, staging] = find('leaf-classifier', '1.1.0').deployments;
    expect(production).toEqual({
      name: 'leaf-service',
      stage: 'production',
      version: '1.1.0',
      address: 'https://models.example.org/leaf-service/',
      health: 'healthy',
      since: '2026-11-13T09:30:00Z',
    });
    expect(staging).toMatchObject({ stage: 'staging', since: '2026-11-12T12:00:00Z' });
  });

  it('knows nothing of others, nor where no records are kept', () => {
    expect(find('image-classifier', '1.0.0')).toEqual(noRecords);
    expect(summariseRecords(null)('leaf-classifier', '1.1.0')).toEqual(noRecords);
  });
});

describe('latestStages', () => {
  it('keeps who did the last thing, when a later line only says how it is', () => {
    const [first] = log!.deploymentState;
    const done = { ...first!, act: 'deploy' as const, actor: 'ada' };
    const seen = { ...first!, at: '2026-11-30T00:00:00Z', health: 'unhealthy' as const };
    const [stage] = latestStages([done, seen]);
    expect(stage).toMatchObject({ health: 'unhealthy', done: { act: 'deploy', actor: 'ada' } });
    expect(latestStages([first!])[0]!.done).toBeUndefined();
  });

  it('is healthy since it became so, when something that was tried beside it has failed', () => {
    const [first] = log!.deploymentState;
    const at = (hour: number) => `2026-11-30T${String(hour).padStart(2, '0')}:00:00Z`;
    const tried = { ...first!, act: 'deploy' as const, health: 'unhealthy' as const };
    const failed = { ...tried, module: { ...first!.module, version: '9.0.0' } };
    const goesOn = { ...first!, message: 'this one serves on' };
    const lines = [first!, { ...failed, at: at(1) }, { ...failed, at: at(2) }];
    expect(latestStages([...lines, { ...goesOn, at: at(3) }])[0]).toMatchObject({
      ...{ since: first!.at, health: 'healthy', done: { at: at(2), health: 'unhealthy' } },
    });
    // it was down in between
    const down = { ...first!, at: at(3), health: 'unhealthy' as const };
    expect(latestStages([...lines, down, { ...goesOn, at: at(4) }])[0]!.since).toBe(at(4));
  });
});

describe('loadSurroundings', () => {
  it('reads whose signatures rank', () => {
    expect(access.runners.map(({ name }) => name)).toEqual(['glasshouse-1']);
  });

  it('lets nobody rank where nothing is said', async () => {
    const empty = await tempFolder({});
    const read = await loadSurroundings(empty, join(empty, 'records'));
    expect(read).toEqual({ access: { schema: 'access/1', roles: {}, runners: [] }, log: null });
  });
});
