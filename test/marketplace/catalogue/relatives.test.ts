import { describe, expect, it } from 'vitest';
import { indexModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import {
  findRelatives,
  makeIndex,
  type Relatives,
} from '../../../marketplace/src/catalogue/relatives.ts';
import type { Module } from '@orangery/schemas/files';
import { fixtureModule, fixtureModules, withFrontMatter } from '../fixture-modules.ts';

const ids = (relatives: readonly { id: string }[]): string[] => relatives.map(({ id }) => id);

function relativesOf(id: string, ...changed: readonly Module[]): Relatives {
  const modules = fixtureModules.map(
    (module) => changed.find((one) => one.id === module.id) ?? module,
  );
  const index = makeIndex(modules.map((module) => indexModule(module, '/')));
  return findRelatives(index.byId.get(id)!, index);
}

describe('findRelatives', () => {
  it('lists ancestors from the oldest, at the versions they were retrained from', () => {
    expect(relativesOf('greenhouse-leaf-classifier').ancestors).toEqual([
      { id: 'image-classifier', title: 'Image classifier', version: '1.0.0', hasPage: true },
      { id: 'leaf-classifier', title: 'Leaf classifier', version: '1.0.0', hasPage: true },
    ]);
  });

  it('lists children, but not grandchildren and private ones', () => {
    expect(ids(relativesOf('image-classifier').children)).toEqual(['leaf-classifier']);
  });

  it('names the steps of a pipeline, and the pipelines of a step', () => {
    const { steps } = relativesOf('leaf-walk');
    expect(steps.length).toBeGreaterThan(1);
    for (const { id } of steps) expect(ids(relativesOf(id).pipelines)).toContain('leaf-walk');
  });

  it('names what should be taken instead', () => {
    const old = withFrontMatter(fixtureModule('seed-classifier'), {
      status: 'deprecated',
      supersededBy: 'tabular-classifier',
    });
    expect(relativesOf('seed-classifier', old).successor).toMatchObject({
      id: 'tabular-classifier',
      title: 'Table classifier',
    });
    expect(relativesOf('seed-classifier').successor).toBeUndefined();
  });

  it('names a parent that has no page here without a link', () => {
    const orphan = withFrontMatter(fixtureModule('leaf-walk'), {
      parent: { id: 'hidden-orchard', version: '2.0.0' },
    });
    expect(relativesOf('leaf-walk', orphan).ancestors).toEqual([
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
    expect(ids(relativesOf('leaf-walk', one, other).ancestors)).toEqual(['image-classifier']);
  });
});
