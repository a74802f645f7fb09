import { expect, it } from 'vitest';
import { checkMachine } from '../../../../../actions/local-github/executor/jobs/check-machine.ts';
import { caught } from '../../../../helpers/caught.ts';

const hosted = ['ubuntu-24.04'];
const selfHosted = { repositories: ['acme/runner'], labels: ['self-hosted', 'gpu'] };

it.each([
  ['ubuntu-24.04', 'acme/catalogue', 'github-hosted'],
  [['ubuntu-24.04'], 'acme/runner', 'github-hosted'],
  [['self-hosted', 'gpu'], 'acme/runner', 'self-hosted'],
  ['gpu', 'acme/runner', 'self-hosted'],
])('%j in %s is %s', (runsOn, repository, expected) => {
  expect(checkMachine(runsOn, repository, { hosted, selfHosted })).toBe(expected);
});

it.each([
  [['self-hosted', 'gpu'], 'acme/catalogue', 'acme/catalogue has hosted machines only'],
  ['gpu', 'acme/catalogue', 'acme/catalogue has hosted machines only'],
  [['ubuntu-24.04', 'gpu'], 'acme/catalogue', 'acme/catalogue has hosted machines only'],
  [['self-hosted', 'tpu'], 'acme/runner', 'no machine has the label tpu'],
  [{ group: 'gpus' }, 'acme/runner', 'names no machine'],
  [[], 'acme/runner', 'names no machine'],
])('refuses %j in %s', async (runsOn, repository, expected) => {
  const check = () => checkMachine(runsOn, repository, { hosted, selfHosted });

  expect(await caught(check)).toContain(expected);
});
