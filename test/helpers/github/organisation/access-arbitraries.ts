import type { Access } from '@orangery/schemas';
import fc from 'fast-check';
import type { Account } from '../../../../actions/github/entities.ts';
import type { ActualAccess } from '../../../../actions/organisation/actual-access.ts';
import { permissions, type Ruleset } from '../../../../actions/organisation/entities.ts';
import { rulesetsOf } from '../../../../actions/organisation/rulesets.ts';
import type { AccessPlace } from '../../../../actions/organisation/wanted-access.ts';

export const place: AccessPlace = { catalogue: 'garden/a', runner: 'garden/b', appId: 6001 };

const slugs = ['admins', 'app-developers', 'model-developers', 'others', 'dispatch'] as const;
/** Everybody there is; ids from 1. */
export const crowd: readonly Account[] = Array.from({ length: 12 }, (_, at) => {
  return { id: at + 1, login: `person-${at + 1}`, type: 'User' };
});

const people = fc.uniqueArray(fc.constantFrom(...crowd), { selector: ({ id }) => id });
const permission = fc.constantFrom(...permissions);
const role = fc.record(
  {
    teams: fc.uniqueArray(fc.constantFrom(...slugs), { maxLength: 2 }),
    permission,
  },
  { requiredKeys: ['teams'] },
);

/** Rules of `access.yml`. */
export const anyAccess: fc.Arbitrary<Access> = fc
  .record({
    user: role,
    app: role,
    model: role,
    admin: role,
    members: fc.dictionary(fc.constantFrom(...slugs), people, { noNullPrototype: true }),
  })
  .map(({ user, app, model, admin, members }) => ({
    schema: 'access/1' as const,
    roles: { user, 'app-developer': app, 'model-developer': model, admin },
    members: Object.fromEntries(
      Object.entries(members).map(([team, all]) => {
        // the name in the file may be an old one
        return [team, all.map(({ id }) => ({ id, login: `was-${id}` }))];
      }),
    ),
    runners: [],
  }));

const rulesets: readonly Ruleset[] = rulesetsOf(place.appId, 'catalogue');
const anyRuleset = fc
  .constantFrom(...rulesets)
  .chain((one) =>
    fc.constantFrom(
      one,
      { ...one, isActive: false },
      { ...one, bypass: [] },
      { ...one, rules: [] },
      { ...one, name: 'somebody’s own' },
    ),
  );
const repository = fc.record({
  permissions: fc.dictionary(
    fc.constantFrom(...slugs),
    permission.filter((each) => each !== 'none'),
    { noNullPrototype: true },
  ),
  environments: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('control', 'gpu', 'own'),
      branches: fc.constantFrom(null, ['main'], ['main', 'x']),
    }),
    { selector: ({ name }) => name },
  ),
  rulesets: fc.uniqueArray(anyRuleset, { selector: ({ name }) => name }),
});

/** An organisation as it may be. */
export const anyActual: fc.Arbitrary<ActualAccess> = fc
  .record({
    teams: fc.dictionary(fc.constantFrom(...slugs), people, { noNullPrototype: true }),
    catalogue: repository,
    runner: repository,
    workflowPermissions: fc.constantFrom('read' as const, 'write' as const),
    codeowners: fc.constantFrom(null, '* @eve\n'),
    isInGroup: fc.boolean(),
  })
  .map(({ teams, catalogue, runner, workflowPermissions, codeowners, isInGroup }) => ({
    teams,
    accounts: Object.fromEntries(crowd.map((account) => [account.id, account])),
    invited: [],
    organisationMembers: crowd.map(({ id }) => id),
    repositories: {
      [place.catalogue]: onlyTeams(catalogue, teams),
      [place.runner]: onlyTeams(runner, teams),
    },
    settings: {
      ...{ workflowPermissions, mayApprovePullRequests: false },
      forkApproval: 'all_external_contributors',
    },
    runnerGroup: isInGroup
      ? {
          ...{ name: 'orangery', isSelected: true, allowsPublicRepositories: false },
          repositories: [place.runner],
        }
      : null,
    codeowners,
  }));

/** A team that is not there may do nothing. */
function onlyTeams<Value extends { readonly permissions: object }>(
  value: Value,
  teams: object,
): Value {
  const kept = Object.entries(value.permissions).filter(([team]) => Object.hasOwn(teams, team));
  return { ...value, permissions: Object.fromEntries(kept) };
}
