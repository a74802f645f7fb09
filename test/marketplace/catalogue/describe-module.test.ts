import { checkRecord } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { describeModule } from '../../../marketplace/src/catalogue/describe-module.ts';
import { fixtureModule, fixtureModules } from '../fixture-modules.ts';

const describeFixture = (id: string) => describeModule(fixtureModule(id), '/garden');

describe('describeModule', () => {
  it('follows the catalogue’s schema', () => {
    const modules = fixtureModules.map((module) => describeModule(module, '/garden'));
    expect(checkRecord('catalogue', { schema: 'catalogue/1', modules })).toMatchObject({
      kind: 'valid',
    });
  });

  it('takes figures and latency from the records of the present weights', () => {
    const { reports } = fixtureModule('leaf-classifier');
    expect(describeFixture('leaf-classifier')).toMatchObject({
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
    expect(describeFixture(id)).toMatchObject({ trained, fineTunable });
  });

  it('places pages below the root when there is no base', () => {
    expect(describeModule(fixtureModule('leaf-walk'), '/').page).toBe('/modules/leaf-walk/');
  });
});
