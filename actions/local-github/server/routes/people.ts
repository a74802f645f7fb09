import { accountJson, type Account } from '../account.ts';
import {
  actorOf,
  numberParameter,
  ok,
  parameter,
  type Exchange,
  type Routes,
} from '../exchange.ts';
import { accountById, requireAccount } from '../find.ts';
import { notFound } from '../http-error.ts';
import { timestamp } from '../state.ts';

export const peopleRoutes: Routes = {
  'GET /user': (exchange) => {
    // A job's token and the App's are nobody's.
    if (exchange.principal.kind !== 'person') throw notFound();
    return ok(fullJson(exchange, accountById(exchange.state, actorOf(exchange))));
  },
  'GET /user/{account_id}': (exchange) => {
    const account = exchange.state.accounts.get(numberParameter(exchange, 'account_id'));
    if (!account || account.isGone === true) throw notFound();
    return ok(fullJson(exchange, account));
  },
  'GET /users/{username}': (exchange) =>
    ok(fullJson(exchange, requireAccount(exchange.state, parameter(exchange, 'username')))),
  'GET /rate_limit': () => {
    const core = { limit: 5000, remaining: 5000, reset: 0, used: 0 };
    return ok({ resources: { core, search: core }, rate: core });
  },
  'GET /meta': () => ok({ verifiable_password_authentication: true }),
};

function fullJson({ state }: Exchange, account: Account) {
  return {
    ...accountJson(account, state.url),
    name: account.login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: timestamp(state),
    updated_at: timestamp(state),
  };
}
