import { Octokit } from 'octokit';
import type { Forge, Permissions } from '../forge.ts';
import { actorPrincipal } from './actor-principal.ts';
import { createForge } from './create-forge.ts';
import { emitSchedule } from './emit-schedule.ts';
import { accountById, requireAccount, requireRepository, fullNameOf } from './find.ts';
import { forkRepository } from './fork-repository.ts';
import { HttpError } from './http-error.ts';
import { moveReference } from './move-reference.ts';
import { openIssue } from './open-issue.ts';
import type { SeedFiles } from './options.ts';
import { signStatement } from './sign-statement.ts';
import { removeMember } from './remove-member.ts';
import { isAtLeast, roleIn } from './role.ts';
import type { State } from './state.ts';
import { addPersonToken, mintAppToken, mintJobToken } from './token.ts';
import { writeCommit } from './write-commit.ts';

/** A local GitHub that runs, with what people and tests do to it. */
export interface LocalGitHub {
  /** Also where GraphQL (`/graphql`) and uploads are. */
  readonly url: string;
  readonly forge: Forge;
  readonly appId: string;
  /** PEM. */
  readonly appPrivateKey: string;
  /** By the login of the start, whatever the person is called now. */
  tokenOf(login: string): string;
  idOf(login: string): number;
  /** A client that acts as a person. */
  as(login: string): Octokit;
  asApp(permissions?: Permissions, repositories?: readonly string[]): Octokit;
  asJob(repository: string, permissions: Permissions): Octokit;
  /** With the statement that the App signs: it may only ask for tokens. */
  asAppItself(): Octokit;
  withToken(token: string): Octokit;
  /** Commits and pushes, by all rules; answers the commit. */
  pushFiles(order: PushOrder): Promise<string>;
  /** Answers the fork's full name. */
  fork(login: string, repository: string): Promise<string>;
  /** Opens an issue by a form of the repository, which sets labels for everybody. */
  submitIssueForm(login: string, repository: string, form: IssueForm): Promise<number>;
  /** Runs those workflows that have this time in their `schedule`, or the one of this file name. */
  emitSchedule(repository: string, cronOrWorkflow: string): void;
  setSecret(repository: string, environment: string, name: string, value: string): void;
  /** The login changes, the id stays. */
  renameAccount(login: string, newLogin: string): void;
  removeMember(login: string): void;
  /** Answers the next requests that fit with a failure. */
  failNext(fault: FaultOrder): void;
  expireToken(token: string): void;
  close(): Promise<void>;
}

export interface PushOrder {
  readonly login: string;
  /** `owner/name`, of a fork too. */
  readonly repository: string;
  readonly branch: string;
  readonly files: SeedFiles;
  readonly message?: string;
  readonly isForced?: boolean;
}

export interface IssueForm {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

export interface FaultOrder {
  readonly method: string;
  readonly path: RegExp;
  readonly status: number;
  readonly message?: string;
  /** Once, when absent. */
  readonly times?: number;
}

export function createLocalGitHub(
  state: State,
  { privateKey, close }: { readonly privateKey: string; readonly close: () => Promise<void> },
): LocalGitHub {
  const tokens = new Map(
    [...state.accounts.values()]
      .filter(({ type }) => type === 'User')
      .map(({ login, id }) => [login, addPersonToken(state, id)]),
  );
  const tokenOf = (login: string) => {
    const token = tokens.get(login);
    if (token === undefined) throw new TypeError(`${login} is not among the people`);
    return token;
  };
  const hour = 3600;
  return {
    url: state.url,
    forge: createForge(state),
    appId: String(state.app.id),
    appPrivateKey: privateKey,
    tokenOf,
    idOf: (login) => requireAccount(state, login).id,
    as: (login) => client(state, tokenOf(login)),
    asApp(permissions = state.app.permissions, repositories = []) {
      const owner = state.organisation.account.login;
      const order = { owner, permissions, repositories, seconds: hour };
      return client(state, mintAppToken(state, order));
    },
    asJob: (repository, permissions) =>
      client(state, mintJobToken(state, { repository, permissions, seconds: hour })),
    asAppItself: () => client(state, signStatement(state, privateKey)),
    withToken: (token) => client(state, token),
    pushFiles: (order) => pushFiles(state, order),
    async fork(login, name) {
      const parent = requireRepository(state, name);
      const owner = requireAccount(state, login).id;
      return fullNameOf(state, await forkRepository(state, { parent, owner }));
    },
    async submitIssueForm(login, name, { title, body, labels }) {
      const repository = requireRepository(state, name);
      const principal = actorPrincipal(state, login);
      const order = { principal, repository, body: { title, body, labels } };
      return Number((await openIssue(state, order)).number);
    },
    emitSchedule: (repository, text) =>
      emitSchedule(state, requireRepository(state, repository), text),
    setSecret(repository, environment, name, value) {
      const record = requireRepository(state, repository).environments.get(environment);
      if (!record) throw new TypeError(`${repository} has no environment ${environment}`);
      record.secrets[name] = value;
    },
    renameAccount(login, newLogin) {
      requireAccount(state, login).login = newLogin;
    },
    removeMember: (login) => removeMember(state, requireAccount(state, login).id),
    failNext: ({ method, path, status, message = 'Injected', times = 1 }) =>
      void state.faults.push({ method, path, status, message, left: times }),
    expireToken(token) {
      const known = state.tokens.get(token);
      if (known) known.expiresAt = state.now().getTime();
    },
    close,
  };
}

/** Retries and pauses are off: a test sees the first answer. */
function client(state: State, auth: string): Octokit {
  return new Octokit({
    auth,
    baseUrl: state.url,
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  });
}

function quiet(): void {
  // What is refused is thrown as well.
}

async function pushFiles(state: State, order: PushOrder): Promise<string> {
  const { branch, files, message = 'Change files', isForced = false } = order;
  const principal = actorPrincipal(state, order.login);
  const repository = requireRepository(state, order.repository);
  if (!isAtLeast(roleIn(state, principal.account, repository), 'write')) {
    const { login } = accountById(state, principal.account);
    throw new HttpError(403, `Permission to ${order.repository} denied to ${login}.`);
  }
  const author = principal.account;
  const to = writeCommit(state, { repository, branch, author, message, files });
  const reference = `refs/heads/${branch}`;
  await moveReference(state, { principal, repository, reference, to, isForced, refusedWith: 422 });
  return to;
}
