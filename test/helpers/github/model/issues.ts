import { Failure } from '@orangery/schemas';
import type { Account, Comment, Issue } from '../../../../actions/github/entities.ts';
import type { ModelComment, ModelForge, ModelRepository } from './model-state.ts';
import type { Part } from './part.ts';

export function issues(
  forge: ModelForge,
  { issues: all, comments, reactions }: ModelRepository,
  as: Account,
): Part<
  | 'getIssue'
  | 'createIssue'
  | 'listIssues'
  | 'closeIssue'
  | 'getComment'
  | 'listComments'
  | 'createComment'
  | 'updateComment'
  | 'react'
> {
  const find = (id: number): ModelComment | null => {
    return comments.find((one) => one.id === id && one.deleted !== true) ?? null;
  };
  return {
    getIssue: async (number) => all.get(number) ?? null,
    createIssue: async ({ title, body, labels }) => {
      const issue: Issue = {
        ...{ number: forge.id(), author: as, title, body, labels, state: 'open' },
        ...{ isPullRequest: false, createdAt: forge.time() },
      };
      all.set(issue.number, { ...issue });
      return issue;
    },
    listIssues: async (label) => {
      return [...all.values()].filter(({ state, labels }) => {
        return state === 'open' && labels.includes(label);
      });
    },
    closeIssue: async (number) => void (all.get(number)!.state = 'closed'),
    getComment: async (id) => find(id),
    listComments: async (issue) => {
      return comments.filter((one) => one.issue === issue && one.deleted !== true);
    },
    createComment: async (issue, body) => {
      const [createdAt, updatedAt] = [forge.time(), forge.time()];
      const comment = { id: forge.id(), issue, author: as, body, createdAt, updatedAt };
      comments.push(comment);
      return comment satisfies Comment;
    },
    updateComment: async (id, body) => {
      const comment = find(id);
      if (comment?.author.id !== as.id) throw failed('updating a comment of another');
      Object.assign(comment, { body, updatedAt: forge.time() });
    },
    react: async (to, content) => {
      const key = 'comment' in to ? `comment ${to.comment}` : `issue ${to.issue}`;
      reactions.push({ to: key, content, by: as.id });
    },
  };
}

function failed(what: string): Failure {
  return new Failure('GITHUB_FAILED', `The model: ${what}`);
}
