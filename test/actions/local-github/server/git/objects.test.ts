import { expect, it } from 'vitest';
import { readFiles, writeFiles } from '../../../../../actions/local-github/server/git/files.ts';
import {
  emptyObjects,
  putBlob,
  putCommit,
  putTree,
} from '../../../../../actions/local-github/server/git/objects.ts';

it('names objects as Git does', () => {
  const objects = emptyObjects();
  expect(putTree(objects, [])).toBe('4b825dc642cb6eb9a060e54bf8d69288fbee4904');
  const blob = putBlob(objects, Buffer.from('hello\n'));
  expect(blob).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
  const tree = writeFiles(
    objects,
    new Map([
      ['a.txt', { mode: '100644', sha: blob }],
      ['a/b.sh', { mode: '100755', sha: blob }],
      ['a-link', { mode: '120000', sha: blob }],
    ]),
  );
  const person = { name: 'Ada', email: 'ada@example.org', date: '2026-01-02T03:04:05Z' };
  const commit = { tree, parents: [], message: 'First\n', author: person, committer: person };
  // of: git init; the same files by update-index; write-tree; commit-tree with these dates
  expect([tree, putCommit(objects, commit)]).toMatchInlineSnapshot(`
    [
      "c201659dd08299269c8b13c43a5a2bf42e3cd12f",
      "17db237ba3dcebe4335dd5777133d4ffabfaffaf",
    ]
  `);
  expect([...readFiles(objects, tree).keys()]).toEqual(['a-link', 'a.txt', 'a/b.sh']);
});
