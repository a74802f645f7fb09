import { signatureOf } from './commit-json.ts';
import { branchSha } from './find.ts';
import { filesOf, writeFiles, type FileEntry } from './git/files.ts';
import { putBlob, putCommit } from './git/objects.ts';
import type { SeedFile, SeedFiles } from './options.ts';
import type { Repository } from './repository.ts';
import type { State } from './state.ts';

export interface CommitOrder {
  readonly repository: Repository;
  readonly branch: string;
  readonly author: number;
  readonly message: string;
  readonly files: SeedFiles;
}

/** Commits files onto a branch, or onto the default branch where it is new, and moves nothing. */
export function writeCommit(state: State, order: CommitOrder): string {
  const { repository, branch, author, message } = order;
  const parent = branchSha(repository, branch) ?? branchSha(repository, repository.defaultBranch);
  const files = filesOf(repository.objects, parent);
  for (const [path, file] of Object.entries(order.files)) {
    const entry = entryOf(repository, file);
    if (entry) files.set(path, entry);
    else files.delete(path);
  }
  const signature = signatureOf(state, author);
  return putCommit(repository.objects, {
    tree: writeFiles(repository.objects, files),
    parents: parent === null ? [] : [parent],
    message,
    author: signature,
    committer: signature,
  });
}

function entryOf({ objects }: Repository, file: SeedFile): FileEntry | null {
  if (file === null) return null;
  const isPlain = typeof file === 'string' || Buffer.isBuffer(file);
  const { mode, content } = isPlain ? { mode: '100644', content: file } : file;
  if (mode === '160000') return { mode, sha: content.toString() };
  return { mode, sha: putBlob(objects, Buffer.from(content)) };
}
