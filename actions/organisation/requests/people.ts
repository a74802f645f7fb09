import { readAccount } from '../../github/requests/read-account.ts';
import type { Requester } from '../../github/requests/requester.ts';
import { always } from '../../github/requests/requester.ts';
import type { Organisation } from '../organisation.ts';

type People = Pick<
  Organisation,
  | 'whoAmI'
  | 'getAccount'
  | 'listMembers'
  | 'listTeams'
  | 'createTeam'
  | 'listTeamMembers'
  | 'getMembership'
  | 'addTeamMember'
  | 'removeTeamMember'
>;

const team = '/orgs/{org}/teams/{team_slug}';

/** Requests about members and teams. */
export function peopleRequests({ owner: org, send, find, list }: Requester): People {
  return {
    whoAmI: async () => {
      // a token of the App is nobody's
      const options = { outcomes: { 401: always, 403: always } };
      const { status, answer } = await send('GET /user', {}, options);
      return status >= 400 ? null : readAccount(answer);
    },
    getAccount: async (id) => {
      const answer = await find('GET /user/{account_id}', { account_id: id });
      return answer === null ? null : readAccount(answer);
    },
    listMembers: async () => (await list('GET /orgs/{org}/members', { org })).map(readAccount),
    listTeams: async () => {
      return (await list('GET /orgs/{org}/teams', { org })).map((one) => one.field('slug').text());
    },
    createTeam: async (slug) => {
      await send('POST /orgs/{org}/teams', { org, name: slug, privacy: 'closed' });
    },
    listTeamMembers: async (slug) => {
      return (await list(`GET ${team}/members`, { org, team_slug: slug })).map(readAccount);
    },
    getMembership: async (slug, login) => {
      const place = { org, team_slug: slug, username: login };
      const answer = await find(`GET ${team}/memberships/{username}`, place);
      return answer === null ? null : answer.field('state').oneOf(['active', 'pending'] as const);
    },
    addTeamMember: async (slug, login) => {
      const order = { org, team_slug: slug, username: login, role: 'member' };
      await send(`PUT ${team}/memberships/{username}`, order);
    },
    removeTeamMember: async (slug, login) => {
      const order = { org, team_slug: slug, username: login };
      await send(`DELETE ${team}/memberships/{username}`, order, { outcomes: { 404: always } });
    },
  };
}
