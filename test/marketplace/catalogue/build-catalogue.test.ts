import { checkRecord } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../marketplace/src/catalogue/build-catalogue.ts';
import { fixtureModule, fixtureModules, withFrontMatter } from '../fixture-modules.ts';

describe('buildCatalogue', () => {
  const catalogue = buildCatalogue(fixtureModules, '/garden');

  it('follows its own schema', () => {
    expect(checkRecord('catalogue', JSON.parse(JSON.stringify(catalogue)))).toMatchObject({
      kind: 'valid',
    });
  });

  it('lists every public module once, sorted', () => {
    const ids = catalogue.modules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids).toHaveLength(fixtureModules.length);
  });

  it('leaves private modules out even when they are handed in', () => {
    const module = withFrontMatter(fixtureModule('leaf-classifier'), { visibility: 'private' });
    expect(buildCatalogue([module]).modules).toEqual([]);
  });

  it('takes figures and latency from the records of the present weights', () => {
    const entry = catalogue.modules.find(({ id }) => id === 'leaf-classifier')!;
    const { reports } = fixtureModule('leaf-classifier');
    expect(entry).toMatchObject({
      trained: true,
      fineTunable: true,
      parent: { id: 'image-classifier', version: '1.0.0' },
      metrics: reports[0]!.metrics,
      latencyP50Ms: reports[0]!.latency.p50Ms,
      page: '/garden/modules/leaf-classifier/',
    });
  });

  it.each([
    ['image-classifier', false, true],
    ['leaf-classifier', true, true],
    ['plant-detector', true, false],
    ['leaf-walk', true, false],
  ])('%s: trained %s, retrainable %s', (id, trained, fineTunable) => {
    const entry = catalogue.modules.find((one) => one.id === id)!;
    expect(entry).toMatchObject({ trained, fineTunable });
  });

  it('places pages below the root when there is no base', () => {
    expect(buildCatalogue([fixtureModule('leaf-walk')]).modules[0]!.page).toBe(
      '/modules/leaf-walk/',
    );
  });
});
