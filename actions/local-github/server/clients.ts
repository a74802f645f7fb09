import { Octokit } from 'octokit';
import type { LocalGitHub } from './local-github.ts';
import { signStatement } from './sign-statement.ts';
import type { State } from './state.ts';
import { addPersonToken, mintAppToken, mintJobToken } from './token.ts';

type Clients = Pick<
  LocalGitHub,
  'tokenOf' | 'as' | 'asApp' | 'asJob' | 'asAppItself' | 'withToken'
>;

const hour = 3600;

/** Clients of each kind of token. */
export function clientsOf(state: State, privateKey: string): Clients {
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
  return {
    tokenOf,
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
