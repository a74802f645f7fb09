import type { Octokit } from 'octokit';
import type { Forge, Permissions } from '../forge.ts';
import { clientsOf } from './clients.ts';
import { createForge } from './create-forge.ts';
import { deedsOn } from './deeds.ts';
import { deleteAccount } from './delete-account.ts';
import { requireAccount, requireRepository } from './find.ts';
import type { SeedFiles } from './options.ts';
import { removeMember } from './remove-member.ts';
import type { State } from './state.ts';

/** A local GitHub that runs, with what people and tests do to it. */
export interface LocalGitHub {
  /** Also where GraphQL (`/graphql`) and uploads are. */
  readonly url: string;
  readonly forge: Forge;
  /** All that it keeps but conversations, for those who judge it. */
  readonly state: State;
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
  /** Its token too; what it wrote stays. */
  deleteAccount(login: string): void;
  /** Answers the next requests that fit with a failure. */
  failNext(fault: FaultOrder): void;
  /** At once, or after so many requests more. */
  expireToken(token: string, afterRequests?: number): void;
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
  return {
    url: state.url,
    forge: createForge(state),
    state,
    appId: String(state.app.id),
    appPrivateKey: privateKey,
    ...clientsOf(state, privateKey),
    ...deedsOn(state),
    idOf: (login) => requireAccount(state, login).id,
    setSecret(repository, environment, name, value) {
      const record = requireRepository(state, repository).environments.get(environment);
      if (!record) throw new TypeError(`${repository} has no environment ${environment}`);
      record.secrets[name] = value;
    },
    renameAccount(login, newLogin) {
      requireAccount(state, login).login = newLogin;
    },
    removeMember: (login) => removeMember(state, requireAccount(state, login).id),
    deleteAccount: (login) => deleteAccount(state, requireAccount(state, login)),
    failNext: ({ method, path, status, message = 'Injected', times = 1 }) =>
      void state.faults.push({ method, path, status, message, left: times }),
    expireToken(token, afterRequests = 0) {
      const known = state.tokens.get(token);
      if (known) known.requestsLeft = afterRequests;
    },
    close,
  };
}
