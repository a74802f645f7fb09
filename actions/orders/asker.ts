import type { Access, RecordLog } from '@orangery/schemas';
import { learn, type Known } from '../access/known.ts';
import { rolesOf, type RoleName } from '../access/roles.ts';
import type { Payer } from '../access/question.ts';
import type { Account } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';
import { usageOf } from '../records/usage.ts';

/** A person as GitHub knows them now. */
export interface Person {
  readonly account: Known<Account | null>;
  readonly teams: Known<ReadonlySet<string>>;
}

/**
 * Looks an account up by its id, since names change hands, and its teams by the name it has now. What
 * GitHub does not answer stays unknown.
 */
export async function learnPerson(
  github: GitHub,
  id: number,
  access: Known<Access>,
): Promise<Person> {
  const account = await learn(() => github.getAccount(id));
  const teams = await learn(async () => {
    if (access.kind === 'unknown') throw new Error(access.because);
    if (account.kind === 'unknown') throw new Error(account.because);
    const login = account.value?.login;
    if (login === undefined) return new Set<string>();
    const slugs = [...new Set(Object.values(access.value.roles).flatMap(({ teams }) => teams))];
    const isIn = await Promise.all(slugs.map((slug) => github.isTeamMember(slug, login)));
    return new Set(slugs.filter((_, index) => isIn[index]));
  });
  return { account, teams };
}

/** The roles of a person; none while they are not known. */
export function knownRoles({ teams }: Person, access: Known<Access>): readonly RoleName[] {
  if (access.kind === 'unknown' || teams.kind === 'unknown') return [];
  return rolesOf(access.value, teams.value);
}

/** Somebody whose machine time it is. */
export function payerOf(
  who: Account,
  roles: readonly RoleName[],
  log: RecordLog,
  now: number,
): Payer {
  return { login: who.login, roles, ...usageOf(log, who, now) };
}
