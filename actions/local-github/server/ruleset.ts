import { HttpError } from './http-error.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { accountOf, type Principal } from './principal.ts';
import type { Repository } from './repository.ts';
import { roleIn } from './role.ts';
import type { State } from './state.ts';

export interface Ruleset {
  readonly id: number;
  readonly name: string;
  readonly target: 'branch' | 'tag' | 'push';
  readonly enforcement: 'disabled' | 'active' | 'evaluate';
  readonly bypass: readonly BypassActor[];
  readonly conditions: JsonObject;
  /** Each with `type`, and `parameters` where the type has them. */
  readonly rules: readonly JsonObject[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface BypassActor {
  /** Of the App its id; of a role in the repository 5 admin, 2 maintain, 4 write; of a team its id. */
  readonly actorId: number | null;
  readonly actorType: string;
  readonly mode: string;
}

/** How a reference changes. */
export interface ReferenceChange {
  readonly reference: string;
  readonly kind: 'creation' | 'update' | 'deletion';
  readonly isForced: boolean;
  readonly isMerge: boolean;
}

/** Rules that hold for a reference, those of the organisation too, with the ruleset of each. */
export function rulesFor(
  state: State,
  repository: Repository,
  reference: string,
): readonly { readonly rule: JsonObject; readonly ruleset: Ruleset; readonly isOwn: boolean }[] {
  const ofOrganisation =
    repository.owner === state.organisation.account.id ? state.organisation.rulesets : new Map();
  const all: { ruleset: Ruleset; isOwn: boolean }[] = [
    ...[...repository.rulesets.values()].map((ruleset) => ({ ruleset, isOwn: true })),
    ...[...ofOrganisation.values()].map((ruleset: Ruleset) => ({ ruleset, isOwn: false })),
  ];
  return all
    .filter(({ ruleset }) => ruleset.enforcement === 'active')
    .filter(({ ruleset }) => covers(ruleset, repository, reference))
    .flatMap(({ ruleset, isOwn }) => ruleset.rules.map((rule) => ({ rule, ruleset, isOwn })));
}

/** Throws what GitHub says when a rule forbids the change to whoever asks. */
export function enforceRules(
  state: State,
  request: {
    principal: Principal;
    repository: Repository;
    change: ReferenceChange;
    status: number;
  },
): void {
  const { principal, repository, change, status } = request;
  const broken = rulesFor(state, repository, change.reference).filter(
    ({ rule, ruleset }) =>
      forbids(rule, change) && !mayBypass(state, { principal, repository, ruleset, change }),
  );
  if (broken.length === 0) return;
  const reasons = broken.map(({ rule }) => reasonOf(rule));
  throw new HttpError(status, `Repository rule violations found\n\n${reasons.join('\n')}`);
}

function forbids(rule: JsonObject, { kind, isForced, isMerge }: ReferenceChange): boolean {
  if (rule.type === 'non_fast_forward') return isForced;
  if (rule.type === 'pull_request') return kind !== 'deletion' && !isMerge;
  return rule.type === kind;
}

function reasonOf(rule: JsonObject): string {
  const reasons: Readonly<Record<string, string>> = {
    creation: 'Cannot create ref due to creations being restricted.',
    update: 'Cannot update this protected ref.',
    deletion: 'Cannot delete this protected ref.',
    non_fast_forward: 'Cannot force-push to this branch.',
    pull_request: 'Changes must be made through a pull request.',
  };
  return reasons[String(rule.type)] ?? 'A rule forbids this.';
}

function covers(
  { target, conditions }: Ruleset,
  repository: Repository,
  reference: string,
): boolean {
  if (target !== (reference.startsWith('refs/tags/') ? 'tag' : 'branch')) return false;
  if (!coversRepository(conditions.repository_name, repository.name)) return false;
  const names = conditions.ref_name;
  if (!isJsonObject(names)) return true;
  const matches = (patterns: Json | undefined) =>
    texts(patterns).some((pattern) => isMatch(pattern, repository, reference));
  return matches(names.include) && !matches(names.exclude);
}

function coversRepository(condition: Json | undefined, name: string): boolean {
  if (!isJsonObject(condition)) return true;
  const matches = (patterns: Json | undefined) =>
    texts(patterns).some((pattern) => pattern === '~ALL' || glob(pattern).test(name));
  return matches(condition.include) && !matches(condition.exclude);
}

function isMatch(pattern: string, repository: Repository, reference: string): boolean {
  if (pattern === '~ALL') return true;
  if (pattern === '~DEFAULT_BRANCH') return reference === `refs/heads/${repository.defaultBranch}`;
  return glob(pattern).test(reference);
}

/** `*` within a name, `**` across slashes. */
function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
    .replace(/\*\*\/?|\*|\?/g, (sign) => (sign === '*' ? '[^/]*' : sign === '?' ? '[^/]' : '.*'));
  return new RegExp(`^${source}$`);
}

function texts(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Whether who asks is among the actors that a ruleset does not bind. */
export function mayBypass(
  state: State,
  request: {
    principal: Principal;
    repository: Repository;
    ruleset: Ruleset;
    change: ReferenceChange;
  },
): boolean {
  const { ruleset, change } = request;
  return ruleset.bypass
    .filter(({ mode }) => mode !== 'pull_request' || change.isMerge)
    .some((actor) => isActor(state, request, actor));
}

const roleActors: Readonly<Record<number, string>> = { 5: 'admin', 2: 'maintain', 4: 'write' };

function isActor(
  state: State,
  { principal, repository }: { principal: Principal; repository: Repository },
  { actorId, actorType }: BypassActor,
): boolean {
  if (actorType === 'Integration') return principal.kind === 'app' && actorId === state.app.id;
  const account = principal.kind === 'person' ? accountOf(principal) : null;
  if (account === null) return false;
  const { members, teams } = state.organisation;
  if (actorType === 'OrganizationAdmin') return members.get(account) === 'admin';
  if (actorType === 'RepositoryRole') {
    return roleIn(state, account, repository) === roleActors[actorId ?? 0];
  }
  return (
    actorType === 'Team' &&
    [...teams.values()].some(({ id, members: inTeam }) => id === actorId && inTeam.has(account))
  );
}
