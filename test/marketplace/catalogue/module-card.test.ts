import { describe, expect, it } from 'vitest';
import { indexModule } from '../../../marketplace/src/catalogue/indexed-module.ts';
import { makeCard, renderCardItem } from '../../../marketplace/src/catalogue/module-card.ts';
import { fixtureModule } from '../fixture-modules.ts';

const card = makeCard(indexModule(fixtureModule('leaf-classifier'), '/garden'));

describe('makeCard', () => {
  it('shows the first figure as it is read', () => {
    expect(card).toMatchObject({
      page: '/garden/modules/leaf-classifier/',
      parent: 'image-classifier',
      figure: { value: '95.5 %', name: 'accuracy' },
      isDeployed: false,
    });
  });

  it('says what there is where nothing was measured', () => {
    const generic = makeCard(indexModule(fixtureModule('image-classifier'), '/'));
    expect(generic.figure).toBeUndefined();
    expect(generic.state).toBe('to be trained on your data');
  });
});

describe('renderCardItem', () => {
  it('escapes every text of a module', () => {
    const hostile = '"><img src=x onerror=alert(1)>\'&';
    const markup = renderCardItem({
      ...card,
      title: hostile,
      summary: hostile,
      page: hostile,
      tasks: [hostile],
      licence: hostile,
      parent: hostile,
      figure: { value: hostile, name: hostile },
      id: hostile,
    });
    expect(markup).not.toContain('<img');
    expect(markup).not.toMatch(/="[^"]*"[^\s/>]/);
    expect(markup.match(/&quot;&gt;&lt;img/g)).toHaveLength(9);
  });
});
