import { expect, it } from 'vitest';
import { navigation } from '../../../marketplace/src/catalogue/navigation.ts';

const current = (base: string, shown: string): readonly string[] =>
  navigation(base, shown).flatMap((item) =>
    item.current === undefined ? [] : [`${item.title} ${item.current}`],
  );

it.each([
  ['/', '/', ['Modules page']],
  ['/', '/modules/leaf-classifier/', ['Modules true']],
  ['/garden', '/garden/', ['Modules page']],
  ['/garden', '/garden/how-to/retrain/', ['How-to true']],
  ['/garden', '/garden/roles/', ['Roles page']],
  ['/garden', '/garden/404/', []],
])('at base %s the page %s is of %o', (base, shown, items) => {
  expect(current(base, shown)).toEqual(items);
});
