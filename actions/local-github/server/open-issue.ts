import { askForObject } from './ask-emulate.ts';
import { emit } from './emit.ts';
import { HttpError } from './http-error.ts';
import { issueJson } from './issue-json.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { accountOf, type Principal } from './principal.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** Opens an issue as whoever asks, and tells that it was opened and labelled. */
export async function openIssue(
  state: State,
  order: { principal: Principal; repository: Repository; body: JsonObject },
): Promise<JsonObject> {
  const { principal, repository, body } = order;
  const account = accountOf(principal);
  if (account === null) throw new HttpError(401, 'Requires authentication');
  const question = { method: 'POST', path: '/issues', repository, account, body };
  const issue = issueJson(state, repository, await askForObject(state, question));
  emit(state, { principal, repository }, { name: 'issues', action: 'opened', payload: { issue } });
  for (const label of labelsOf(issue)) {
    const payload = { issue, label };
    emit(state, { principal, repository }, { name: 'issues', action: 'labeled', payload });
  }
  return issue;
}

export function labelsOf({ labels }: JsonObject): readonly JsonObject[] {
  return Array.isArray(labels) ? labels.filter(isJsonObject) : [];
}
