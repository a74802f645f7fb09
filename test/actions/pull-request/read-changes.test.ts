import { expect, it } from 'vitest';
import { readChanges } from '../../../actions/pull-request/read-changes.ts';
import { scriptedGitHub, type Script } from '../../helpers/github/scripted-github.ts';

const pull = (sha: string, changedFiles = 1) => ({
  number: 3,
  node_id: 'PR_3',
  user: { id: 1, login: 'ann', type: 'User' },
  title: 't',
  body: '',
  state: 'open',
  draft: false,
  merged_at: null,
  head: { sha, ref: 'patch', repo: { full_name: 'ann/orangery' } },
  base: { sha: 'base', ref: 'main' },
  changed_files: changedFiles,
  created_at: '2026-11-01T00:00:00Z',
});
const tree = (...entries: readonly (readonly [path: string, type: string, sha?: string])[]) => ({
  json: {
    truncated: false,
    tree: entries.map(([path, type, sha = 'x']) => ({
      ...{ path, type, sha },
      mode: type === 'tree' ? '040000' : '100644',
    })),
  },
});
const script: Script = {
  'GET /pulls/3': { json: pull('head') },
  'GET /pulls/3/files': { json: [{ filename: 'modules/iris/module.md', status: 'modified' }] },
  'GET /git/commits/head': { json: { tree: { sha: 'head-tree' } } },
  'GET /git/trees/head-tree': tree(['modules', 'tree', 'head-modules']),
  'GET /git/trees/head-modules': tree(['iris', 'tree', 'head-iris']),
  'GET /git/trees/head-iris': tree(['module.md', 'blob']),
  'GET /git/commits/base': { json: { tree: { sha: 'base-tree' } } },
  'GET /git/trees/base-tree': tree(['modules', 'tree', 'base-modules']),
  'GET /git/trees/base-modules': tree(['iris', 'tree'], ['README.md', 'blob']),
};

async function changesOf(more: Script = {}) {
  const { github, received } = await scriptedGitHub({ ...script, ...more });
  const found = (await github.getPullRequest(3))!;
  return { changes: await readChanges(github, found, 'base'), received };
}

it('reads what GitHub lists at the head and on the base', async () => {
  const { changes, received } = await changesOf();
  expect(changes).toEqual({ kind: 'modules', ids: ['iris'] });
  const isDeep = (line: string) => line.includes('recursive');
  expect(received.filter(({ line }) => isDeep(line)).map(({ line }) => line)).toEqual([
    'GET /repos/garden/orangery/git/trees/head-iris?recursive=1',
  ]);
});

it('refuses a head that is pushed while it reads', async () => {
  const { changes } = await changesOf({
    'GET /pulls/3': [{ json: pull('head') }, { json: pull('later') }],
  });
  expect(changes).toEqual({
    kind: 'unreadable',
    because: 'it was changed while it was being read',
  });
});

it('does not list what has too many files', async () => {
  const { changes, received } = await changesOf({ 'GET /pulls/3': { json: pull('head', 3001) } });
  expect(changes).toMatchObject({ because: 'it changes 3001 files, more than GitHub lists' });
  expect(received.some(({ line }) => line.includes('/files'))).toBe(false);
});

it('refuses to look through very many folders', async () => {
  const files = Array.from({ length: 51 }, (_, at) => ({
    filename: `modules/m${at}/module.md`,
    status: 'added',
  }));
  const { changes } = await changesOf({
    'GET /pulls/3': { json: pull('head', 51) },
    'GET /pulls/3/files': { json: files },
  });
  expect(changes).toMatchObject({ because: 'it touches more than 50 folders at once' });
});
