import { expect, it } from 'vitest';
import { comment, handle, openIssue, plantGarden } from '../../../helpers/github/model/garden.ts';

it('does not deploy what is retired, and names what took its place', async () => {
  const garden = plantGarden();
  const { forge, catalogue, people } = garden;
  const path = 'modules/leaf-classifier/module.md';
  const main = catalogue.branches.get('main')!;
  const text = await garden.control.catalogue.readText(path, main);
  const retired = text!.replace(
    'kind: module',
    'status: retired\nsupersededBy: seed-classifier\nkind: module',
  );
  catalogue.branches.set('main', forge.commit(catalogue, main, { [path]: retired }, 'Retire'));
  const { number } = openIssue(garden, people.ada, 'Please.', []);
  const [handled] = await handle(
    garden,
    comment(garden, number, people.ada, '/deploy leaves leaf-classifier'),
  );
  expect(handled?.isDone).toBe(false);
  expect(handled?.answer).toContain('is retired; take seed\\-classifier instead');
});
