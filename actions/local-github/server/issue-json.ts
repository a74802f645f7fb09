import { associationOf } from './association.ts';
import { fullNameOf } from './find.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { reactionsJson } from './reactions-json.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** An issue of emulate with what it does not know: reactions, standing, and that it is a pull request. */
export function issueJson(state: State, repository: Repository, issue: JsonObject): JsonObject {
  const number = Number(issue.number);
  const record = repository.pullRequests.get(number);
  const url = `${state.url}/repos/${fullNameOf(state, repository)}`;
  const html = `${state.url}/${fullNameOf(state, repository)}/pull/${number}`;
  const reactions = reactionsJson(state, repository, { kind: 'issue', id: number });
  return {
    ...issue,
    reactions: { url: `${url}/issues/${number}/reactions`, ...reactions },
    author_association: associationOf(state, authorOf(issue), repository),
    ...(record && {
      draft: record.isDraft,
      html_url: html,
      pull_request: {
        url: `${url}/pulls/${number}`,
        html_url: html,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        merged_at: record.merged?.at ?? null,
      },
    }),
  };
}

export function commentJson(state: State, repository: Repository, comment: JsonObject): JsonObject {
  const id = Number(comment.id);
  const url = `${state.url}/repos/${fullNameOf(state, repository)}/issues/comments/${id}`;
  const reactions = reactionsJson(state, repository, { kind: 'comment', id });
  return {
    ...comment,
    reactions: { url: `${url}/reactions`, ...reactions },
    author_association: associationOf(state, authorOf(comment), repository),
  };
}

/** Id of the account that wrote an issue or a comment. */
export function authorOf({ user }: JsonObject): number {
  return isJsonObject(user) ? Number(user.id) : 0;
}

/** The number of the issue that a comment is on. */
export function issueOf(comment: JsonObject): number {
  return Number(String(comment.issue_url).split('/').at(-1));
}
