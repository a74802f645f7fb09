import type { Access } from '@orangery/schemas';
import { expect, it } from 'vitest';
import {
  budgetOf,
  datasetHostsOf,
  rolesFor,
  rolesOf,
  teamOf,
} from '../../../actions/access/roles.ts';

const access: Access = {
  schema: 'access/1',
  roles: {
    user: { teams: [], verbs: ['help'] },
    'app-developer': {
      ...{ teams: ['growers', 'cooks'], verbs: ['help', 'retrain'], datasetHosts: ['a.org'] },
      budget: { gpuMinutesPerWeek: 600, concurrentJobs: 2, largestDatasetBytes: 10 },
    },
    'model-developer': {
      ...{ teams: ['breeders'], verbs: ['merge'], datasetHosts: ['a.org', 'b.org'] },
      budget: { gpuMinutesPerWeek: 100, concurrentJobs: 3 },
    },
    admin: { teams: ['admins'] },
  },
  runners: [],
};

it.each([
  ['nobody', [], ['user']],
  ['a team that no role names', ['strangers'], ['user']],
  ['the second team of a role', ['cooks'], ['user', 'app-developer']],
  ['a higher team alone', ['breeders'], ['user', 'app-developer', 'model-developer']],
  ['admins', ['admins'], ['user', 'app-developer', 'model-developer', 'admin']],
])('gives %s the roles up to the highest', (_, teams, roles) => {
  expect(rolesOf(access, new Set(teams))).toEqual(roles);
});

it('gives nobody but users a role where no role has a team', () => {
  const empty: Access = { schema: 'access/1', roles: {}, runners: [] };
  expect(rolesOf(empty, new Set(['admins']))).toEqual(['user']);
});

it('finds the roles whose holders may ask for a verb', () => {
  expect(rolesFor(access, 'help')).toEqual(['user', 'app-developer']);
  expect(rolesFor(access, 'constructor')).toEqual([]);
});

it('gives the most of each budget that somebody’s roles have', () => {
  expect(budgetOf(access, ['user', 'app-developer', 'model-developer'])).toEqual({
    ...{ gpuMinutesPerWeek: 600, concurrentJobs: 3, largestDatasetBytes: 10 },
  });
});

it('gives users without a budget nothing, and admins without one any amount', () => {
  const nothing = { gpuMinutesPerWeek: 0, concurrentJobs: 0, largestDatasetBytes: 0 };
  expect(budgetOf(access, ['user'])).toEqual(nothing);
  expect(budgetOf(access, [])).toEqual(nothing);
  expect(budgetOf(access, ['user', 'admin']).gpuMinutesPerWeek).toBe(Infinity);
  const other: Access = { schema: 'access/1', roles: {}, runners: [] };
  expect(budgetOf(other, ['user', 'admin'])).toEqual(nothing);
});

it('counts use for the team of the highest role, else for nobody', () => {
  expect(teamOf(access, new Set(['cooks', 'breeders']))).toBe('breeders');
  expect(teamOf(access, new Set(['cooks', 'growers']))).toBe('growers');
  expect(teamOf(access, new Set())).toBe('nobody');
});

it('gives the hosts of all roles once', () => {
  expect(datasetHostsOf(access, ['user', 'app-developer', 'model-developer'])).toEqual([
    ...['a.org', 'b.org'],
  ]);
  expect(datasetHostsOf(access, ['user'])).toEqual([]);
});
