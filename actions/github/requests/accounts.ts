import type { GitHub } from '../github.ts';
import { readAccount } from './read-account.ts';
import type { Requester } from './requester.ts';

type Accounts = Pick<GitHub, 'getRepository' | 'findAccount' | 'getAccount' | 'isTeamMember'>;

/** Requests about the repository and people. A team is of the organisation that owns the repository. */
export function accountRequests({ owner, send, find }: Requester): Accounts {
  return {
    getRepository: async () => {
      const { answer } = await send('GET /repos/{owner}/{repo}');
      return {
        isPrivate: answer.field('private').boolean(),
        defaultBranch: answer.field('default_branch').text(),
      };
    },
    findAccount: async (login) => {
      const answer = await find('GET /users/{username}', { username: login });
      return answer === null ? null : readAccount(answer);
    },
    getAccount: async (id) => {
      const answer = await find('GET /user/{account_id}', { account_id: id });
      return answer === null ? null : readAccount(answer);
    },
    isTeamMember: async (team, login) => {
      const route = 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}';
      const answer = await find(route, { org: owner, team_slug: team, username: login });
      return answer !== null && answer.field('state').oneOf(['active', 'pending']) === 'active';
    },
  };
}
