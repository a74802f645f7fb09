import { Failure } from '@orangery/schemas';
import type { TreeEntry } from '../entities.ts';
import type { CommitOrder, GitHub } from '../github.ts';
import type { Answer } from './answer.ts';
import type { Requester } from './requester.ts';

type Contents = Pick<GitHub, 'readText' | 'readBlob' | 'listTree' | 'listCommits' | 'createCommit'>;

/** Requests about what lies in commits. */
export function contentRequests(requester: Requester): Contents {
  return {
    readText: (path, commit) => readText(requester, path, commit),
    readBlob: (sha) => readBlob(requester, sha),
    listTree: (commit, folder, options = {}) => {
      return listTree(requester, { commit, folder, isShallow: options.isShallow ?? false });
    },
    listCommits: async (path) => {
      const parameters = { path, per_page: 100 };
      const { answer } = await requester.send('GET /repos/{owner}/{repo}/commits', parameters);
      return answer.list().map((commit) => commit.field('sha').text());
    },
    createCommit: (order) => createCommit(requester, order),
  };
}

async function readText({ find }: Requester, path: string, commit: string): Promise<string | null> {
  const answer = await find('GET /repos/{owner}/{repo}/contents/{path}', { path, ref: commit });
  if (answer === null) return null;
  // GitHub follows a link within the repository and answers with the file it leads to
  answer.field('type').oneOf(['file']);
  answer.field('encoding').oneOf(['base64']); // `none` above 1 MiB
  return Buffer.from(answer.field('content').text(), 'base64').toString('utf8');
}

async function readBlob({ send }: Requester, sha: string): Promise<Buffer> {
  const { answer } = await send('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
    file_sha: sha,
  });
  answer.field('encoding').oneOf(['base64']);
  return Buffer.from(answer.field('content').text(), 'base64');
}

interface TreeOrder {
  readonly commit: string;
  readonly folder: string;
  readonly isShallow: boolean;
}

/** Goes down to the folder first: of a large repository GitHub would cut off the list of everything. */
async function listTree(
  requester: Requester,
  { commit, folder, isShallow }: TreeOrder,
): Promise<readonly TreeEntry[]> {
  let sha = await treeOf(requester, commit);
  for (const name of folder.split('/').filter((part) => part !== '')) {
    const entries = await readTree(requester, sha, false);
    const found = entries.find(({ path, type }) => path === name && type === 'tree');
    if (found === undefined) return [];
    sha = found.sha;
  }
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = await readTree(requester, sha, !isShallow);
  return entries.map((entry) => ({ ...entry, path: `${prefix}${entry.path}` }));
}

async function readTree(
  { send }: Requester,
  sha: string,
  isRecursive: boolean,
): Promise<readonly TreeEntry[]> {
  const { answer } = await send('GET /repos/{owner}/{repo}/git/trees/{tree_sha}', {
    tree_sha: sha,
    ...(isRecursive && { recursive: '1' }),
  });
  if (answer.field('truncated').boolean()) {
    throw new Failure(
      'GITHUB_FAILED',
      `Tree ${sha}: expected all entries, found a truncated list`,
      {
        hint: 'GitHub lists at most 100,000 entries or 7 MB: keep fewer files in the folder.',
      },
    );
  }
  return answer.field('tree').list().map(readEntry);
}

function readEntry(answer: Answer): TreeEntry {
  const sizeBytes = answer.field('size').orNull((size) => size.number());
  return {
    path: answer.field('path').text(),
    mode: answer.field('mode').text(),
    type: answer.field('type').oneOf(['blob', 'tree', 'commit']),
    sha: answer.field('sha').text(),
    ...(sizeBytes !== null && { sizeBytes }),
  };
}

/** Blobs, trees and commits are named by what they hold: making one again changes nothing. */
const isRepeatable = true;

async function createCommit(
  requester: Requester,
  { parent, message, files }: CommitOrder,
): Promise<string> {
  const base = parent === null ? null : await treeOf(requester, parent);
  const entries: object[] = [];
  for (const [path, content] of Object.entries(files)) {
    const sha = content === null ? null : await createBlob(requester, content);
    entries.push({ path, mode: '100644', type: 'blob', sha });
  }
  const tree = await requester.send(
    'POST /repos/{owner}/{repo}/git/trees',
    { ...(base !== null && { base_tree: base }), tree: entries },
    { isRepeatable },
  );
  const commit = await requester.send(
    'POST /repos/{owner}/{repo}/git/commits',
    { message, tree: tree.answer.field('sha').text(), parents: parent === null ? [] : [parent] },
    { isRepeatable },
  );
  return commit.answer.field('sha').text();
}

async function createBlob({ send }: Requester, content: string | Buffer): Promise<string> {
  const body =
    typeof content === 'string'
      ? { content, encoding: 'utf-8' }
      : { content: content.toString('base64'), encoding: 'base64' };
  const { answer } = await send('POST /repos/{owner}/{repo}/git/blobs', body, { isRepeatable });
  return answer.field('sha').text();
}

async function treeOf({ send }: Requester, commit: string): Promise<string> {
  const { answer } = await send('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
    commit_sha: commit,
  });
  return answer.field('tree').field('sha').text();
}
