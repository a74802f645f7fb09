import type { Access } from '@orangery/schemas';
import { roleNames } from '../access/roles.ts';
import { planAccess } from './plan-access.ts';
import { wantedAccess } from './wanted-access.ts';

/** What the guards will say of a change, as far as the files tell. */
export interface ForeseenRefusals {
  readonly refusals: readonly string[];
  /** Teams whose members are kept on GitHub alone: with them the guards cannot be foreseen. */
  readonly unlisted: readonly string[];
}

/** The two repositories have no part in what people are in. */
const place = { catalogue: 'catalogue/catalogue', runner: 'catalogue/runner', appId: 1 };

/**
 * Asks the guards of `sync-access` whether they would apply a change of the rules, where the organisation is
 * as the rules before it say. Whether every numeric id has an account is not asked.
 */
export function foreseeRefusals(before: Access, after: Access): ForeseenRefusals {
  const isListed = (access: Access, team: string): boolean => access.members?.[team] !== undefined;
  const unlisted = [
    ...teamsOf(before).filter((team) => !isListed(before, team)),
    ...teamsOf(after).filter((team) => !isListed(before, team) && !isListed(after, team)),
  ];
  const old = wantedAccess(before, place);
  const wanted = wantedAccess(after, place);
  // without a team of admins there is nobody to ask about
  if (unlisted.length > 0 && wanted.adminTeams.length > 0) {
    return { refusals: [], unlisted: [...new Set(unlisted)].sort() };
  }
  const people = (access: Access) => Object.values(access.members ?? {}).flat();
  const accountOf = ({ login, id }: { readonly login: string; readonly id: number }) => {
    return { login, id, type: 'User' as const };
  };
  const all = [...people(before), ...people(after)].map(accountOf);
  const { refusals } = planAccess(
    wanted,
    {
      teams: Object.fromEntries(
        Object.entries(old.members).map(([team, members]) => [team, members.map(accountOf)]),
      ),
      accounts: Object.fromEntries(all.map((account) => [account.id, account])),
      invited: [],
      organisationMembers: all.map(({ id }) => id),
      repositories: old.repositories,
      settings: old.settings,
      runnerGroup: null,
      codeowners: old.codeowners,
    },
    { bot: null, person: null },
  );
  return { refusals, unlisted: [] };
}

function teamsOf(access: Access): readonly string[] {
  return roleNames.flatMap((name) => access.roles[name]?.teams ?? []);
}
