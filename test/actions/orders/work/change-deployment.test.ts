import { Failure } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { comment, handle, openIssue, plantGarden } from '../../../helpers/github/model/garden.ts';

it('opens its pull request the next time when GitHub went away after the branch was made', async () => {
  let isAway = true;
  const garden = plantGarden((method) => {
    if (isAway && method === 'openPullRequest') throw new Failure('GITHUB_FAILED', 'away');
  });
  const { ada } = garden.people;
  const { number } = openIssue(garden, ada, 'Good morning');
  const order = comment(garden, number, ada, '/promote leaves');
  expect(await handle(garden, order)).toMatchObject([{ isDone: false }]);
  isAway = false;
  expect(await handle(garden, order)).toMatchObject([{ isDone: true }]);
  expect([...garden.catalogue.pulls.values()]).toMatchObject([{ title: 'Promote leaves (ada)' }]);
});
