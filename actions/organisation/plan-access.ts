import { isDeepStrictEqual } from 'node:util';
import type { AccessPlan, AccessStep, MemberStep } from './access-plan.ts';
import type { ActualAccess } from './actual-access.ts';
import { emptyRepository } from './empty-repository.ts';
import { permissions } from './entities.ts';
import { isSameRuleset } from './is-same-ruleset.ts';
import { refusalsOf, type Hand } from './refusals.ts';
import type { WantedAccess } from './wanted-access.ts';

/**
 * What has to be done so that the organisation is as wanted, and why it may not be. Applied, it leaves nothing
 * to plan. People are told apart by their numeric ids; of teams that `members` does not name, GitHub's own
 * members stay.
 */
export function planAccess(wanted: WantedAccess, actual: ActualAccess, hand: Hand): AccessPlan {
  const steps = [
    ...settingSteps(wanted, actual),
    ...wanted.teams
      .filter((team) => actual.teams[team] === undefined)
      .map((team): AccessStep => ({ kind: 'create-team', team })),
    ...Object.keys(wanted.repositories).flatMap((name) => protectionSteps(name, wanted, actual)),
    ...memberSteps('add-member', wanted, actual),
    ...Object.keys(wanted.repositories).flatMap((name) => permissionSteps(name, wanted, actual)),
    ...memberSteps('remove-member', wanted, actual),
    ...codeownerSteps(wanted, actual),
  ];
  return { steps, refusals: refusalsOf(steps, { wanted, actual, hand }) };
}

function settingSteps(
  { settings, runnerGroup }: WantedAccess,
  actual: ActualAccess,
): readonly AccessStep[] {
  const { runnerGroup: kept } = actual;
  const isGroupRight =
    kept?.isSelected === true &&
    !kept.allowsPublicRepositories &&
    isDeepStrictEqual(kept.repositories, runnerGroup.repositories);
  return [
    ...(isDeepStrictEqual(settings, actual.settings)
      ? []
      : [{ kind: 'set-settings', settings } as const]),
    ...(isGroupRight ? [] : [{ kind: 'set-runner-group', group: runnerGroup } as const]),
  ];
}

function protectionSteps(
  repository: string,
  wanted: WantedAccess,
  actual: ActualAccess,
): readonly AccessStep[] {
  const { environments, rulesets } = wanted.repositories[repository]!;
  const found = actual.repositories[repository] ?? emptyRepository;
  return [
    ...environments
      .filter((each) => !found.environments.some((kept) => isDeepStrictEqual(kept, each)))
      .map((environment) => ({ kind: 'set-environment', repository, environment }) as const),
    ...rulesets
      .filter((each) => !found.rulesets.some((kept) => isSameRuleset(each, kept)))
      .map((ruleset) => ({ kind: 'set-ruleset', repository, ruleset }) as const),
  ];
}

/** A team that nobody wants there has nothing to do there. */
function permissionSteps(
  repository: string,
  wanted: WantedAccess,
  actual: ActualAccess,
): readonly AccessStep[] {
  const should = wanted.repositories[repository]!.permissions;
  const is = (actual.repositories[repository] ?? emptyRepository).permissions;
  const teams = [...new Set([...Object.keys(should), ...Object.keys(is)])].sort();
  return teams
    .map((team) => ({
      ...{ kind: 'set-permission' as const, repository, team },
      permission: should[team] ?? 'none',
      before: is[team] ?? 'none',
    }))
    .filter(({ permission, before }) => permission !== before)
    .sort((a, b) => gainOf(b) - gainOf(a));
}

function gainOf(step: Extract<AccessStep, { kind: 'set-permission' }>): number {
  return permissions.indexOf(step.permission) - permissions.indexOf(step.before);
}

function memberSteps(
  kind: MemberStep['kind'],
  { members }: WantedAccess,
  actual: ActualAccess,
): readonly MemberStep[] {
  return Object.entries(members).flatMap(([team, people]): readonly MemberStep[] => {
    const present = actual.teams[team] ?? [];
    if (kind === 'remove-member') {
      return present
        .filter(({ id }) => !people.some((person) => person.id === id))
        .map(({ id, login }) => ({ kind, team, login, id }));
    }
    return people.flatMap(({ id }) => {
      const account = actual.accounts[id] ?? null;
      const isThere = present.some((member) => member.id === id);
      if (account === null || isThere || actual.invited.includes(`${team}/${id}`)) return [];
      // the name it has now, not the one that is written there
      return [{ kind, team, login: account.login, id }];
    });
  });
}

function codeownerSteps(wanted: WantedAccess, actual: ActualAccess): readonly AccessStep[] {
  const { codeowners: text } = wanted;
  if (text === null || text === actual.codeowners) return [];
  return [{ kind: 'propose-codeowners', text }];
}
