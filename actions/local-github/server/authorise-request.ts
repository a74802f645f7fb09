import {
  accountOf,
  reaches,
  type AppPrincipal,
  type JobPrincipal,
  type Principal,
} from './principal.ts';
import { HttpError, notFound } from './http-error.ts';
import type { Requirement, Standing } from './permission-table.ts';
import { isGranted, parseNeeded } from './permissions.ts';
import type { Repository } from './repository.ts';
import { isAtLeast, roleIn, roles, type Role } from './role.ts';
import type { State } from './state.ts';

interface Request {
  readonly state: State;
  readonly principal: Principal;
  readonly requirement: Requirement;
  readonly repository: Repository | null;
  readonly method: string;
}

/**
 * Throws GitHub's refusal unless the token may do this. Inside its own repository a job must have
 * been given even what the public may read: the repository of an adopter may be private.
 */
export function authoriseRequest(request: Request): void {
  const { principal, requirement } = request;
  if (principal.kind === 'job' || principal.kind === 'app') authoriseToken(request, principal);
  else if (principal.kind === 'app-key') {
    if (requirement.person !== 'app') throw needsToken();
  } else if (requirement.person === 'app') throw needsToken();
  else authorisePerson(request);
}

export function refusedToIntegration(token: string): HttpError {
  return new HttpError(403, 'Resource not accessible by integration', {
    headers: { 'X-Accepted-GitHub-Permissions': token },
  });
}

function authoriseToken(request: Request, principal: JobPrincipal | AppPrincipal): void {
  const { requirement, repository, method } = request;
  if (repository && !reaches(principal, repository)) {
    if (repository.isPrivate) throw notFound();
    if (method === 'GET') return;
    throw refusedToIntegration(requirement.token);
  }
  const isOfOrganisation = !repository && requirement.token !== '';
  if (isOfOrganisation && principal.kind === 'job' && !namesNothing(requirement)) {
    throw refusedToIntegration(requirement.token);
  }
  if (!isGranted(principal.permissions, parseNeeded(requirement.token))) {
    throw refusedToIntegration(requirement.token);
  }
}

/** GraphQL names what it is about in its body, and looks itself whether that may be. */
function namesNothing({ person, token }: Requirement): boolean {
  return person === 'signed-in' || token === 'metadata=read';
}

function authorisePerson({ state, principal, requirement, repository }: Request): void {
  const { person } = requirement;
  const account = accountOf(principal);
  if (repository && !isAtLeast(roleIn(state, account, repository), 'read')) throw notFound();
  if (person === 'anybody') return;
  if (account === null && !isOpen(person)) throw new HttpError(401, 'Requires authentication');
  if (isRole(person)) requireRole(state, { account, repository, role: person });
  const membership = account === null ? undefined : state.organisation.members.get(account);
  if (person === 'member' && !membership) throw new HttpError(403, 'Must be a member');
  if (person === 'owner' && membership !== 'admin') throw notFound();
}

/** Readable without signing in. */
function isOpen(person: Standing): boolean {
  return person === 'read';
}

function isRole(person: Standing): person is Role {
  return roles.some((role) => role === person);
}

function requireRole(
  state: State,
  {
    account,
    repository,
    role,
  }: { account: number | null; repository: Repository | null; role: Role },
): void {
  if (repository && isAtLeast(roleIn(state, account, repository), role)) return;
  throw new HttpError(403, `Must have ${role} rights to Repository.`);
}

function needsToken(): HttpError {
  return new HttpError(401, 'A JSON web token could not be decoded');
}
