import { expect, it } from 'vitest';
import { filesOf, writeFiles } from '../../../../../actions/local-github/server/git/files.ts';
import { mergeTrees } from '../../../../../actions/local-github/server/git/merge.ts';
import {
  emptyObjects,
  putBlob,
  putCommit,
} from '../../../../../actions/local-github/server/git/objects.ts';

const objects = emptyObjects();
const person = { name: 'Ada', email: 'ada@example.org', date: '2026-01-02T03:04:05Z' };

function commit(parent: string | null, changes: Readonly<Record<string, string | null>>): string {
  const files = filesOf(objects, parent);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) files.delete(path);
    else files.set(path, { mode: '100644', sha: putBlob(objects, Buffer.from(content)) });
  }
  const parents = parent === null ? [] : [parent];
  const tree = writeFiles(objects, files);
  return putCommit(objects, { tree, parents, message: 'x', author: person, committer: person });
}

const base = commit(null, { a: '1', b: '1', c: '1' });

it('brings over what one side changed, added and removed, and keeps the rest', () => {
  const ours = commit(base, { a: 'ours' });
  const theirs = commit(base, { b: null, d: 'new' });
  const wanted = commit(base, { a: 'ours', b: null, d: 'new' });
  expect(mergeTrees(objects, ours, theirs)).toBe(objects.commits.get(wanted)?.tree);
});

it('takes the same change on both sides', () => {
  const ours = commit(base, { a: '2', b: null });
  const theirs = commit(base, { a: '2', b: null, c: '3' });
  expect(mergeTrees(objects, ours, theirs)).toBe(objects.commits.get(theirs)?.tree);
});

it.each([
  ['both change a file', { a: '2' }, { a: '3' }],
  ['one removes what the other changes', { a: null }, { a: '3' }],
  ['both add another file of one name', { n: '2' }, { n: '3' }],
])('finds a conflict where %s', (_, ours, theirs) => {
  expect(mergeTrees(objects, commit(base, ours), commit(base, theirs))).toBeNull();
});
