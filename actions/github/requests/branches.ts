import type { GitHub } from '../github.ts';
import { always, type Requester } from './requester.ts';

type Branches = Pick<GitHub, 'getBranch' | 'createBranch' | 'moveBranch' | 'deleteBranch'>;

/** Requests about branches. */
export function branchRequests({ find, send }: Requester): Branches {
  return {
    getBranch: async (branch) => {
      const answer = await find('GET /repos/{owner}/{repo}/git/ref/{ref}', {
        ref: `heads/${branch}`,
      });
      return answer === null ? null : answer.field('object').field('sha').text();
    },
    createBranch: async (branch, commit) => {
      const { status } = await send(
        'POST /repos/{owner}/{repo}/git/refs',
        { ref: `refs/heads/${branch}`, sha: commit },
        { outcomes: { 422: /already exists/i } },
      );
      return status !== 422;
    },
    moveBranch: async (branch, commit) => {
      const { status } = await send(
        'PATCH /repos/{owner}/{repo}/git/refs/{ref}',
        { ref: `heads/${branch}`, sha: commit, force: false },
        { outcomes: { 409: always, 422: /fast[- ]forward/i } },
      );
      return status !== 409 && status !== 422;
    },
    deleteBranch: async (branch) => {
      await send(
        'DELETE /repos/{owner}/{repo}/git/refs/{ref}',
        { ref: `heads/${branch}` },
        // that it is gone already is what was asked for
        { outcomes: { 404: always, 422: /does not exist/i } },
      );
    },
  };
}
