import type { Access } from '@orangery/schemas';
import { roleNames } from '../access/roles.ts';
import { codeowners } from './codeowners.ts';
import {
  permissions,
  type Environment,
  type OrganisationSettings,
  type Permission,
  type Ruleset,
  type RunnerGroup,
} from './entities.ts';
import { rulesetsOf } from './rulesets.ts';

/** Which repositories and App it is about. */
export interface AccessPlace {
  /** `owner/name`. */
  readonly catalogue: string;
  readonly runner: string;
  readonly appId: number;
}

export interface Person {
  readonly login: string;
  readonly id: number;
}

/** How the organisation should be. */
export interface WantedAccess {
  readonly place: AccessPlace;
  readonly teams: readonly string[];
  readonly adminTeams: readonly string[];
  /** Of the teams whose members are kept in the file. */
  readonly members: Readonly<Record<string, readonly Person[]>>;
  readonly repositories: Readonly<Record<string, WantedRepository>>;
  readonly settings: OrganisationSettings;
  readonly runnerGroup: RunnerGroup;
  /** Text of the file; null: there is no team that it could name. */
  readonly codeowners: string | null;
}

export interface WantedRepository {
  /** By team; no other team may do anything. */
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly environments: readonly Environment[];
  readonly rulesets: readonly Ruleset[];
}

export const runnerGroupName = 'orangery';

/** What `.github/access.yml` asks for, and the security rules beside it (R1, R10). */
export function wantedAccess(access: Access, place: AccessPlace): WantedAccess {
  const teams = [...new Set(roleNames.flatMap((name) => access.roles[name]?.teams ?? []))];
  const adminTeams = access.roles.admin?.teams ?? [];
  const members = Object.entries(access.members ?? {}).map(([team, people]) => {
    return [team, people.map(({ login, id }) => ({ login, id }))] as const;
  });
  return {
    ...{ place, adminTeams },
    teams: [...new Set([...teams, ...members.map(([team]) => team)])],
    members: Object.fromEntries(members),
    repositories: {
      [place.catalogue]: {
        permissions: permissionsOf(access, teams),
        environments: [onlyMain('control'), onlyMain('github-pages')],
        rulesets: rulesetsOf(place.appId, 'catalogue'),
      },
      [place.runner]: {
        // whoever may write there runs what he likes on the machines
        permissions: Object.fromEntries(adminTeams.map((team) => [team, 'admin'])),
        environments: [onlyMain('gpu')],
        rulesets: rulesetsOf(place.appId, 'runner'),
      },
    },
    settings: {
      workflowPermissions: 'read',
      mayApprovePullRequests: false,
      forkApproval: 'all_external_contributors',
    },
    runnerGroup: { name: runnerGroupName, repositories: [place.runner] },
    codeowners: codeowners(place.catalogue.split('/')[0]!, adminTeams),
  };
}

/** A team of two roles has the stronger permission. */
function permissionsOf(
  access: Access,
  teams: readonly string[],
): Readonly<Record<string, Permission>> {
  const entries = teams.map((team) => {
    const ranks = roleNames
      .filter((name) => access.roles[name]?.teams.includes(team))
      .map((name) => permissions.indexOf(access.roles[name]?.permission ?? 'none'));
    return [team, permissions[Math.max(...ranks)] ?? 'none'] as const;
  });
  return Object.fromEntries(entries.filter(([, permission]) => permission !== 'none'));
}

function onlyMain(name: string): Environment {
  return { name, branches: ['main'] };
}
