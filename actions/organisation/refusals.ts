import type { Account } from '../github/entities.ts';
import type { AccessStep } from './access-plan.ts';
import type { ActualAccess } from './actual-access.ts';
import { emptyRepository } from './empty-repository.ts';
import { permissions } from './entities.ts';
import { onlyTheApp } from './rulesets.ts';
import type { WantedAccess } from './wanted-access.ts';

/** Who applies it. */
export interface Hand {
  /** The App's own account. */
  readonly bot: Pick<Account, 'id' | 'login'> | null;
  /** The person whose change or command it is; null: a schedule. */
  readonly person: Pick<Account, 'id' | 'login'> | null;
}

interface Facts {
  readonly wanted: WantedAccess;
  readonly actual: ActualAccess;
  readonly hand: Hand;
}

const fewestAdmins = 2;
const mostRemoved = 0.25;

/** Why steps may not be done: each guard says what it found. */
export function refusalsOf(steps: readonly AccessStep[], facts: Facts): readonly string[] {
  return [
    ...unknownPeople(facts),
    ...tooFewAdmins(facts),
    ...tooManyRemoved(losers(steps, facts, isTaken), facts),
    ...ownRemoval(losers(steps, facts, isLess), facts),
    ...appShutOut(facts),
  ];
}

/** People who are taken out of a team, or whose team may do less in a repository. */
function losers(
  steps: readonly AccessStep[],
  { actual }: Facts,
  isLoss: (step: PermissionStep) => boolean,
): ReadonlyMap<number, string> {
  const people = steps.flatMap((step): readonly Pick<Account, 'id' | 'login'>[] => {
    if (step.kind === 'remove-member') return [step];
    const isOne = step.kind === 'set-permission' && isLoss(step);
    return isOne ? (actual.teams[step.team] ?? []) : [];
  });
  return new Map(people.map(({ id, login }) => [id, login]));
}

type PermissionStep = Extract<AccessStep, { kind: 'set-permission' }>;

function isTaken({ permission }: PermissionStep): boolean {
  return permission === 'none';
}

function isLess({ permission, before }: PermissionStep): boolean {
  return permissions.indexOf(permission) < permissions.indexOf(before);
}

function unknownPeople({ wanted, actual }: Facts): readonly string[] {
  return Object.entries(wanted.members).flatMap(([team, people]) => {
    return people
      .filter(({ id }) => actual.accounts[id] === null || actual.accounts[id] === undefined)
      .map(({ id, login }) => `${login} of ${team}: no account has the id ${id}`);
  });
}

/** Who was only asked is no admin yet. */
function tooFewAdmins({ wanted, actual }: Facts): readonly string[] {
  const ids = wanted.adminTeams.flatMap((team) => {
    const present = (actual.teams[team] ?? []).map(({ id }) => id);
    const listed = wanted.members[team]?.map(({ id }) => id);
    return listed === undefined
      ? present
      : listed.filter((id) => present.includes(id) || actual.organisationMembers.includes(id));
  });
  const count = new Set(ids).size;
  if (count >= fewestAdmins) return [];
  const teams = wanted.adminTeams.join(', ') || 'no team';
  return [`Expected at least ${fewestAdmins} admins afterwards, found ${count} (${teams})`];
}

/** A team without a role that has nothing in our repositories is not ours to count. */
function tooManyRemoved(lost: ReadonlyMap<number, string>, facts: Facts): readonly string[] {
  const { wanted, actual } = facts;
  const counted = new Set([
    ...wanted.teams,
    ...Object.keys(wanted.repositories).flatMap((name) => {
      return Object.keys((actual.repositories[name] ?? emptyRepository).permissions);
    }),
  ]);
  const people = new Set(
    [...counted].flatMap((team) => (actual.teams[team] ?? []).map(({ id }) => id)),
  );
  if (lost.size <= people.size * mostRemoved) return [];
  const names = [...lost.values()].sort().join(', ');
  const most = Math.floor(people.size * mostRemoved);
  return [
    `Expected at most ${most} of ${people.size} people to lose something, found ${lost.size}: ${names}`,
  ];
}

function ownRemoval(lost: ReadonlyMap<number, string>, { hand }: Facts): readonly string[] {
  const own = [hand.bot, hand.person].filter((one) => one !== null && lost.has(one.id));
  return own.map((one) => `${one!.login} would take something away from themselves`);
}

/** Without it nobody could mend the rules but by hand. */
function appShutOut({ wanted }: Facts): readonly string[] {
  const { appId } = wanted.place;
  return Object.entries(wanted.repositories).flatMap(([name, { rulesets }]) => {
    const own = rulesets.filter((ruleset) => ruleset.name === onlyTheApp);
    const isIn = own.every(({ bypass }) => {
      return bypass.some(({ type, id }) => type === 'Integration' && id === appId);
    });
    return isIn && own.length > 0 ? [] : [`The App ${appId} could not change branches of ${name}`];
  });
}
