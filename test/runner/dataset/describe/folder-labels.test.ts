import { describe, expect, it } from 'vitest';
import { countKinds } from '../../../../runner/src/dataset/describe/file-kind.ts';
import { folderLabels } from '../../../../runner/src/dataset/describe/folder-labels.ts';
import { dataFiles } from '../../../helpers/read-data.ts';

const named = (paths: readonly string[]) =>
  dataFiles(Object.fromEntries(paths.map((path) => [path, 'x'])));

describe('folderLabels', () => {
  it.each([
    ['folders of two and more', ['a/1', 'a/2', 'b/1', 'b/2'], ['a', 'a', 'b', 'b']],
    ['folders below one around all', ['x/a/1', 'x/a/2', 'x/b/1', 'x/b/y/2'], ['a', 'a', 'b', 'b']],
    ['a file beside the folders', ['a/1', 'a/2', 'b/1', 'b/2', 'notes'], []],
    ['one folder', ['a/1', 'a/2'], []],
    ['a folder a file', ['a/1', 'b/1', 'c/1'], []],
    ['folders of a split', ['train/1', 'train/2', 'test/1', 'test/2'], []],
    ['no files', [], []],
  ])('of %s', (_, paths, expected) => {
    expect(folderLabels(named(paths))).toEqual(expected);
  });
});

describe('countKinds', () => {
  it('counts by ending, and keeps endings back that it does not know', () => {
    expect(countKinds(named(['a.JPG', 'b.png', 'c.csv', 'john.smith', 'README']))).toEqual([
      { kind: 'other', count: 2, bytes: 2 },
      { kind: 'picture', count: 2, bytes: 2 },
      { kind: 'table', count: 1, bytes: 1 },
    ]);
  });
});
