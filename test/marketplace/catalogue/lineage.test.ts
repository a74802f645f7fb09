import { describe, expect, it } from 'vitest';
import { lineage } from '../../../marketplace/src/catalogue/lineage.ts';
import { fixtureModule, fixtureModules, withFrontMatter } from '../fixture-modules.ts';

const ids = (relatives: readonly { id: string }[]): string[] => relatives.map(({ id }) => id);

describe('lineage', () => {
  it('lists ancestors from the oldest, at the versions they were retrained from', () => {
    const { ancestors } = lineage(fixtureModule('greenhouse-leaf-classifier'), fixtureModules);
    expect(ancestors).toEqual([
      { id: 'image-classifier', title: 'Image classifier', version: '1.0.0', hasPage: true },
      { id: 'leaf-classifier', title: 'Leaf classifier', version: '1.0.0', hasPage: true },
    ]);
  });

  it('lists children, but not grandchildren and private ones', () => {
    const { children } = lineage(fixtureModule('image-classifier'), fixtureModules);
    expect(ids(children)).toEqual(['leaf-classifier']);
  });

  it('names a parent that has no page here without a link', () => {
    const orphan = withFrontMatter(fixtureModule('leaf-walk'), {
      parent: { id: 'hidden-orchard', version: '2.0.0' },
    });
    expect(lineage(orphan, fixtureModules).ancestors).toEqual([
      { id: 'hidden-orchard', title: 'hidden-orchard', version: '2.0.0', hasPage: false },
    ]);
  });

  it('ends when modules descend from each other', () => {
    const one = withFrontMatter(fixtureModule('leaf-walk'), {
      parent: { id: 'image-classifier', version: '1.0.0' },
    });
    const other = withFrontMatter(fixtureModule('image-classifier'), {
      parent: { id: 'leaf-walk', version: '1.0.0' },
    });
    expect(ids(lineage(one, [one, other]).ancestors)).toEqual(['image-classifier']);
  });
});
