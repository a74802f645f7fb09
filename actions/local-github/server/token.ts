import { createHash, createVerify } from 'node:crypto';
import { Failure } from '@orangery/schemas';
import type { AppTokenOrder, JobTokenOrder } from '../forge.ts';
import { actionsBotId } from './account.ts';
import { fullNameOf, requireRepository } from './find.ts';
import { HttpError } from './http-error.ts';
import { apiPermissions, isGranted } from './permissions.ts';
import type { Principal } from './principal.ts';
import { nextNumber, type State, type Token } from './state.ts';

/** Who a request speaks for; 401 when its token is unknown, revoked or expired. */
export function authenticate(state: State, header: string | null): Principal {
  if (header === null) return { kind: 'anonymous' };
  const text = textOf(header);
  if (text.startsWith('eyJ')) return authenticateApp(state, text);
  const token = state.tokens.get(text);
  if (!token || isExpired(state, token)) throw new HttpError(401, 'Bad credentials');
  return token.principal;
}

/** Counts a request of a token that is good for so many. */
export function spendRequest(state: State, header: string | null): void {
  const token = state.tokens.get(textOf(header ?? ''));
  if (token?.requestsLeft !== undefined) token.requestsLeft -= 1;
}

function textOf(header: string): string {
  return header.replace(/^(Bearer|token)\s+/i, '').trim();
}

/** A person's token; the same for each start with the same seed. It is shown, so it has not the form of GitHub's. */
export function addPersonToken(state: State, account: number): string {
  const text = `local_${digest(state, `person ${account}`)}`;
  state.tokens.set(text, { principal: { kind: 'person', account }, expiresAt: null });
  return text;
}

export function mintJobToken(state: State, order: JobTokenOrder): string {
  const repository = requireRepository(state, order.repository);
  return addToken(state, order.seconds, {
    kind: 'job',
    account: actionsBotId,
    repository: repository.id,
    permissions: apiPermissions(order.permissions),
  });
}

/** Throws ACCESS_REFUSED for what the installation of the App does not have. */
export function mintAppToken(
  state: State,
  order: Pick<AppTokenOrder, 'owner' | 'repositories' | 'permissions' | 'seconds'>,
): string {
  const { app, organisation } = state;
  if (order.owner !== organisation.account.login) {
    throw refused(`expected the App installed in ${order.owner}, found no installation`);
  }
  const permissions = apiPermissions(order.permissions);
  for (const [name, level] of Object.entries(permissions)) {
    if (isGranted(app.permissions, [{ [name]: level }])) continue;
    throw refused(`expected at most the permissions of the App, found ${name}: ${level}`);
  }
  const repositories = [...state.repositories.values()].filter(
    (repository) => repository.owner === organisation.account.id,
  );
  const wanted = order.repositories.map((name) => {
    const found = repositories.find((repository) => repository.name === name);
    if (!found) throw refused(`expected a repository of the installation, found ${name}`);
    return found.id;
  });
  return addToken(state, order.seconds, {
    kind: 'app',
    account: app.bot.id,
    repositories: new Set(wanted.length > 0 ? wanted : repositories.map(({ id }) => id)),
    permissions,
  });
}

/** Names of the repositories an App token reaches. */
export function repositoriesOf(state: State, principal: Principal): readonly string[] {
  if (principal.kind !== 'app') return [];
  return [...state.repositories.values()]
    .filter(({ id }) => principal.repositories.has(id))
    .map((repository) => fullNameOf(state, repository));
}

function addToken(state: State, seconds: number, principal: Principal): string {
  const text = `ghs_${digest(state, `token ${nextNumber(state, 'token')}`)}`;
  const expiresAt = state.now().getTime() + seconds * 1000;
  state.tokens.set(text, { principal, expiresAt });
  return text;
}

function isExpired(state: State, { expiresAt, requestsLeft }: Token): boolean {
  if (requestsLeft === 0) return true;
  return expiresAt !== null && state.now().getTime() >= expiresAt;
}

/** Checks the statement that the App signs with its key (RS256). */
function authenticateApp(state: State, text: string): Principal {
  const [header = '', claims = '', signature = ''] = text.split('.');
  const isSigned = createVerify('RSA-SHA256')
    .update(`${header}.${claims}`)
    .verify(state.app.publicKey, Buffer.from(signature, 'base64url'));
  if (!isSigned || !names(state.app.id, claims)) {
    throw new HttpError(401, 'A JSON web token could not be decoded');
  }
  return { kind: 'app-key' };
}

function names(app: number, claims: string): boolean {
  const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  return (
    typeof read === 'object' && read !== null && 'iss' in read && String(read.iss) === `${app}`
  );
}

function digest(state: State, text: string): string {
  return createHash('sha256').update(`${state.seed} ${text}`).digest('hex').slice(0, 36);
}

function refused(found: string): Failure {
  return new Failure('ACCESS_REFUSED', `making a token of the App: ${found}`, {
    hint: 'Compare the order with what the App was started with.',
  });
}

/** What kind of token a request has, also of one that was refused. */
export function kindOfToken(state: State, header: string | null): Principal['kind'] | 'unknown' {
  try {
    return authenticate(state, header).kind;
  } catch (error) {
    if (error instanceof HttpError) return 'unknown';
    throw error;
  }
}
