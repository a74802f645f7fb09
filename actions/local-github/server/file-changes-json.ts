import { fullNameOf } from './find.ts';
import type { FileDifference } from './git/diff.ts';
import { patchOf } from './git/patch.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

/** Changes of files as commits, comparisons and pull requests list them. */
export function fileChangesJson(
  state: State,
  order: {
    readonly repository: Repository;
    readonly sha: string;
    readonly changes: readonly FileDifference[];
  },
) {
  const { repository, sha, changes } = order;
  const html = `${state.url}/${fullNameOf(state, repository)}`;
  const api = `${state.url}/repos/${fullNameOf(state, repository)}`;
  return changes.map((change) => {
    const path = change.path.split('/').map(encodeURIComponent).join('/');
    const { additions, deletions, text } = patchOf(repository.objects, change);
    return {
      sha: (change.after ?? change.before)?.sha ?? null,
      filename: change.path,
      status: change.status,
      additions,
      deletions,
      changes: additions + deletions,
      blob_url: `${html}/blob/${sha}/${path}`,
      raw_url: `${html}/raw/${sha}/${path}`,
      contents_url: `${api}/contents/${path}?ref=${sha}`,
      ...(change.previousPath !== undefined && { previous_filename: change.previousPath }),
      ...(text !== undefined && { patch: text }),
    };
  });
}
