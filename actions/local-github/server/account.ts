/** A person, a bot or the organisation. The login may change, the id never. */
export interface Account {
  readonly id: number;
  login: string;
  readonly type: 'User' | 'Bot' | 'Organization';
  /** What emulate calls it, always. */
  readonly emulateLogin: string;
  /** It was deleted: nobody finds it, and what it wrote is by `ghost`. */
  isGone?: boolean;
}

/** GitHub's own id of `github-actions[bot]`. */
export const actionsBotId = 41898282;

/** What GitHub shows in place of an account that was deleted. */
const ghost: Account = { id: 10137, login: 'ghost', type: 'User', emulateLogin: 'ghost' };

/** An account as the API has it inside other records. */
export function accountJson(known: Account, url: string) {
  const account = known.isGone === true ? ghost : known;
  const api = `${url}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${url}/avatars/u/${account.id}`,
    gravatar_id: '',
    url: api,
    html_url: `${url}/${encodeURIComponent(account.login)}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** Opaque, stable, and different for each kind. */
export function nodeId(kind: string, id: number): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}
