import type { Access, Role, RoleBudget } from '@orangery/schemas';

export type RoleName = 'user' | 'app-developer' | 'model-developer' | 'admin';

/** From the least to the most: who has one has those before it too. */
export const roleNames: readonly RoleName[] = ['user', 'app-developer', 'model-developer', 'admin'];

/** The roles of somebody in these teams, as far as `access.yml` names them. Everybody is a user. */
export function rolesOf(access: Access, teams: ReadonlySet<string>): readonly RoleName[] {
  const highest = roleNames.findLastIndex((name) => {
    return access.roles[name]?.teams.some((team) => teams.has(team)) === true;
  });
  return roleNames.slice(0, Math.max(highest, 0) + 1);
}

/** Roles of `access.yml` whose holders may ask for a verb, by name. */
export function rolesFor(access: Access, verb: string): readonly RoleName[] {
  return roleNames.filter((name) => access.roles[name]?.verbs?.includes(verb) === true);
}

/** How much somebody may use in all: an admin without a budget any amount, others without one nothing. */
export function budgetOf(access: Access, roles: readonly RoleName[]): Required<RoleBudget> {
  const budgets = roles.map((name) => wholeBudget(name, access.roles[name]));
  const most = (field: keyof RoleBudget): number => {
    return Math.max(0, ...budgets.map((budget) => budget[field]));
  };
  return {
    gpuMinutesPerWeek: most('gpuMinutesPerWeek'),
    concurrentJobs: most('concurrentJobs'),
    largestDatasetBytes: most('largestDatasetBytes'),
  };
}

function wholeBudget(name: RoleName, role: Role | undefined): Required<RoleBudget> {
  const otherwise = name === 'admin' && role !== undefined ? Infinity : 0;
  return {
    gpuMinutesPerWeek: role?.budget?.gpuMinutesPerWeek ?? otherwise,
    concurrentJobs: role?.budget?.concurrentJobs ?? otherwise,
    largestDatasetBytes: role?.budget?.largestDatasetBytes ?? otherwise,
  };
}

/** The team that a person's use is counted for: of their highest role, the first they are in. */
export function teamOf(access: Access, teams: ReadonlySet<string>): string {
  const role = rolesOf(access, teams).at(-1) ?? 'user';
  return access.roles[role]?.teams.find((team) => teams.has(team)) ?? 'nobody';
}

/** Hosts that somebody's links may name from GitHub, besides those of the named kinds. */
export function datasetHostsOf(access: Access, roles: readonly RoleName[]): readonly string[] {
  return [...new Set(roles.flatMap((name) => access.roles[name]?.datasetHosts ?? []))];
}
