import { askForObject } from './ask-emulate.ts';
import { emit } from './emit.ts';
import { emitPullRequest } from './emit-pull-request.ts';
import { HttpError, invalid } from './http-error.ts';
import { authorOf, issueJson } from './issue-json.ts';
import type { JsonObject } from './json.ts';
import { labelsOf } from './open-issue.ts';
import { accountOf, type Principal } from './principal.ts';
import type { Repository } from './repository.ts';
import { isAtLeast, roleIn } from './role.ts';
import type { State } from './state.ts';

export interface ConversationChange {
  readonly principal: Principal;
  readonly repository: Repository;
  readonly number: number;
  /** As the API takes it: title, body, state, state_reason, labels. */
  readonly change: JsonObject;
}

/**
 * Changes an issue or the text and state of a pull request, and tells each thing that changed. A
 * person needs triage, unless it is his own. Answers the issue.
 */
export async function updateConversation(
  state: State,
  order: ConversationChange,
): Promise<JsonObject> {
  const { principal, repository, number, change } = order;
  const account = accountOf(principal) ?? 0;
  const question = { path: `/issues/${number}`, repository, account };
  const before = await askForObject(state, { ...question, method: 'GET' });
  refuseStrangers(state, order, before);
  const record = repository.pullRequests.get(number);
  if (change.state === 'open' && record?.merged) throw invalid('state cannot be changed', 'state');
  const changed = await askForObject(state, { ...question, method: 'PATCH', body: change });
  if (record && (changed.state === 'open' || changed.state === 'closed')) {
    record.state = changed.state;
  }
  const issue = issueJson(state, repository, changed);
  for (const { action, extra } of actionsOf(before, issue)) {
    if (record)
      await emitPullRequest(state, { principal, base: repository, record, action, extra });
    else {
      const payload = { issue, ...extra };
      emit(state, { principal, repository }, { name: 'issues', action, payload });
    }
  }
  return issue;
}

function refuseStrangers(state: State, order: ConversationChange, before: JsonObject): void {
  const { principal, repository } = order;
  if (principal.kind !== 'person' || authorOf(before) === principal.account) return;
  if (isAtLeast(roleIn(state, principal.account, repository), 'triage')) return;
  throw new HttpError(403, 'Must have triage rights to Repository.');
}

function actionsOf(
  before: JsonObject,
  after: JsonObject,
): { action: string; extra: Readonly<Record<string, unknown>> }[] {
  const edited = (['title', 'body'] as const).filter((field) => before[field] !== after[field]);
  const changes = Object.fromEntries(edited.map((field) => [field, { from: before[field] }]));
  const had = new Set(labelsOf(before).map(({ name }) => name));
  const has = new Set(labelsOf(after).map(({ name }) => name));
  return [
    ...(edited.length > 0 ? [{ action: 'edited', extra: { changes } }] : []),
    ...labelsOf(after)
      .filter(({ name }) => !had.has(name))
      .map((label) => ({ action: 'labeled', extra: { label } })),
    ...labelsOf(before)
      .filter(({ name }) => !has.has(name))
      .map((label) => ({ action: 'unlabeled', extra: { label } })),
    ...(before.state === after.state
      ? []
      : [{ action: after.state === 'closed' ? 'closed' : 'reopened', extra: {} }]),
  ];
}
