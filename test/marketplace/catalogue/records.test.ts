import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noRecords, summariseRecords } from '../../../marketplace/src/catalogue/records.ts';
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
