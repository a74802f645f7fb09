import { emitPullRequest } from '../emit-pull-request.ts';
import { ok, type Exchange, type Reply, type Routes } from '../exchange.ts';
import { nodeId } from '../account.ts';
import { isJsonObject, type Json } from '../json.ts';
import { isGranted } from '../permissions.ts';
import { accountOf, reaches } from '../principal.ts';
import type { PullRequestRecord } from '../pull-request.ts';
import { optionalObject, requiredText } from '../read-body.ts';
import type { Repository } from '../repository.ts';
import { isAtLeast, roleIn } from '../role.ts';
import type { State } from '../state.ts';

const mutations = {
  markPullRequestReadyForReview: { isDraft: false, action: 'ready_for_review' },
  convertPullRequestToDraft: { isDraft: true, action: 'converted_to_draft' },
} as const;
type Mutation = keyof typeof mutations;
/** GitHub asks for both, though no commit is made: https://github.com/cli/cli/discussions/6924 */
const neededForDrafts = { pull_requests: 'write', contents: 'write' } as const;

/** The two mutations that the REST interface lacks. A refusal is a 200 with errors, as GraphQL has it. */
export const graphqlRoutes: Routes = { 'POST /graphql': answer };

async function answer(exchange: Exchange): Promise<Reply> {
  const query = requiredText(exchange.body, 'query');
  const variables = optionalObject(exchange.body, 'variables') ?? {};
  const name = Object.keys(mutations).find((each) => query.includes(each));
  if (!isMutation(name)) return failed('UNSUPPORTED', 'Only two mutations are answered here.');
  const id = idIn(query, Object.values(variables));
  const found = id === undefined ? null : findPullRequest(exchange.state, id);
  if (!found)
    return failed('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`);
  if (!mayChange(exchange, found)) {
    return failed('FORBIDDEN', 'Resource not accessible by integration');
  }
  const { isDraft, action } = mutations[name];
  const { record, base } = found;
  if (record.isDraft !== isDraft) {
    record.isDraft = isDraft;
    await emitPullRequest(exchange.state, { principal: exchange.principal, base, record, action });
  }
  const pullRequest = { id, isDraft, number: record.number };
  return ok({ data: { [name]: { clientMutationId: null, pullRequest } } });
}

function isMutation(name: string | undefined): name is Mutation {
  return name !== undefined && name in mutations;
}

/** From the variables, wherever they hold it, or from the text. */
function idIn(query: string, variables: readonly (Json | undefined)[]): string | undefined {
  for (const value of variables) {
    if (typeof value === 'string') return value;
    if (isJsonObject(value) && typeof value.pullRequestId === 'string') return value.pullRequestId;
  }
  return /pullRequestId:\s*"([^"]+)"/.exec(query)?.[1];
}

function findPullRequest(
  state: State,
  id: string,
): { readonly base: Repository; readonly record: PullRequestRecord } | null {
  for (const base of state.repositories.values()) {
    for (const record of base.pullRequests.values()) {
      if (nodeId('PullRequest', record.id) === id) return { base, record };
    }
  }
  return null;
}

function mayChange(
  { state, principal }: Exchange,
  { base, record }: { base: Repository; record: PullRequestRecord },
): boolean {
  if (principal.kind === 'job' || principal.kind === 'app') {
    return reaches(principal, base) && isGranted(principal.permissions, [neededForDrafts]);
  }
  const account = accountOf(principal);
  return account === record.author || isAtLeast(roleIn(state, account, base), 'write');
}

function failed(type: string, message: string): Reply {
  return ok({ data: null, errors: [{ type, path: [], message }] });
}
