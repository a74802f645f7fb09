import { createRequester, type RequesterOrder } from '../github/requests/requester.ts';
import type { Organisation } from './organisation.ts';
import { machineRequests } from './requests/machines.ts';
import { peopleRequests } from './requests/people.ts';
import { repositoryRequests } from './requests/repositories.ts';
import { rulesetRequests } from './requests/rulesets.ts';

/** The organisation that owns a repository, through Octokit, as far as the token's permissions go. */
export function createOctokitOrganisation(order: RequesterOrder): Organisation {
  const requester = createRequester(order);
  return {
    login: requester.owner,
    ...peopleRequests(requester),
    ...repositoryRequests(requester),
    ...rulesetRequests(requester),
    ...machineRequests(requester),
  };
}
