import { gitCommitJson, requireCommit, signatureOf } from '../commit-json.ts';
import {
  actorOf,
  created,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { nodeId } from '../account.ts';
import { fullNameOf } from '../find.ts';
import { readFiles, writeFiles, type FileEntry } from '../git/files.ts';
import { putBlob, putCommit, type GitObjects, type Signature } from '../git/objects.ts';
import { invalid, notFound } from '../http-error.ts';
import type { JsonObject } from '../json.ts';
import {
  objects,
  optionalObject,
  optionalText,
  optionalTexts,
  requiredText,
} from '../read-body.ts';
import type { Repository } from '../repository.ts';
import { resolveCommit } from '../resolve-commit.ts';
import type { State } from '../state.ts';

const git = '/repos/{owner}/{repo}/git';
/** Above it GitHub truncates a recursive tree. */
const largestTree = 100_000;
const modes = new Set(['100644', '100755', '040000', '160000', '120000']);

export const gitDataRoutes: Routes = {
  [`GET ${git}/commits/{commit_sha}`]: (exchange) => {
    const repository = repositoryOf(exchange);
    return ok(gitCommitJson(exchange.state, repository, parameter(exchange, 'commit_sha')));
  },
  [`POST ${git}/commits`]: createCommit,
  [`GET ${git}/trees/{tree_sha}`]: readTree,
  [`POST ${git}/trees`]: createTree,
  [`GET ${git}/blobs/{file_sha}`]: readBlob,
  [`POST ${git}/blobs`]: createBlob,
};

function createCommit(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const repository = repositoryOf(exchange);
  const tree = requiredText(body, 'tree');
  if (!repository.objects.trees.has(tree)) throw invalid('Tree SHA does not exist', 'tree');
  const parents = optionalTexts(body, 'parents') ?? [];
  for (const parent of parents) {
    if (!repository.objects.commits.has(parent)) {
      throw invalid('Parent SHA does not exist or is not a commit object', 'parents');
    }
  }
  const own = signatureOf(state, actorOf(exchange));
  const author = signed(optionalObject(body, 'author'), own);
  const sha = putCommit(repository.objects, {
    tree,
    parents,
    message: requiredText(body, 'message'),
    author,
    committer: signed(optionalObject(body, 'committer'), author),
  });
  return created(gitCommitJson(state, repository, sha));
}

function signed(given: JsonObject | undefined, otherwise: Signature): Signature {
  if (!given) return otherwise;
  return {
    name: requiredText(given, 'name'),
    email: requiredText(given, 'email'),
    date: optionalText(given, 'date') ?? otherwise.date,
  };
}

function readTree(exchange: Exchange): Reply {
  const { state, query } = exchange;
  const repository = repositoryOf(exchange);
  const sha = treeNamed(repository, parameter(exchange, 'tree_sha'));
  const url = `${state.url}/repos/${fullNameOf(state, repository)}/git`;
  const entries = listTree(repository.objects, {
    tree: sha,
    prefix: '',
    deep: query.has('recursive'),
  });
  const tree = entries.slice(0, largestTree).map(({ path, mode, sha: of }) => {
    const type = mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
    const size = repository.objects.blobs.get(of)?.length;
    const urls = type === 'commit' ? {} : { url: `${url}/${type}s/${of}` };
    return { path, mode, type, sha: of, ...(size !== undefined && { size }), ...urls };
  });
  return ok({ sha, url: `${url}/trees/${sha}`, tree, truncated: entries.length > largestTree });
}

function treeNamed(repository: Repository, name: string): string {
  if (repository.objects.trees.has(name)) return name;
  return requireCommit(repository, resolveCommit(repository, name)).tree;
}

function listTree(
  all: GitObjects,
  { tree, prefix, deep }: { tree: string; prefix: string; deep: boolean },
): { path: string; mode: string; sha: string }[] {
  return (all.trees.get(tree) ?? []).flatMap(({ name, mode, sha }) => {
    const path = `${prefix}${name}`;
    const inner =
      deep && mode === '040000' ? listTree(all, { tree: sha, prefix: `${path}/`, deep }) : [];
    return [{ path, mode, sha }, ...inner];
  });
}

function createTree(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const repository = repositoryOf(exchange);
  const base = optionalText(body, 'base_tree');
  const files =
    base === undefined
      ? new Map<string, FileEntry>()
      : readFiles(repository.objects, treeNamed(repository, base));
  for (const item of objects(body, 'tree')) applyItem(repository, files, item);
  const sha = writeFiles(repository.objects, files);
  const url = `${state.url}/repos/${fullNameOf(state, repository)}/git/trees/${sha}`;
  const tree = listTree(repository.objects, { tree: sha, prefix: '', deep: false }).map(
    ({ path, mode, sha: of }) => ({
      path,
      mode,
      sha: of,
      type: mode === '040000' ? 'tree' : 'blob',
    }),
  );
  return created({ sha, url, tree, truncated: false });
}

/** Puts an entry into the files; `sha: null` takes it, or the folder, out. */
function applyItem(repository: Repository, files: Map<string, FileEntry>, item: JsonObject): void {
  const path = requiredText(item, 'path');
  const mode = requiredText(item, 'mode');
  if (!modes.has(mode)) throw invalid(`tree.mode ${mode} is not a file mode`, 'mode');
  if (path.split('/').some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()))) {
    throw invalid('tree.path contains a malformed path component', 'path');
  }
  const isKnown = takeOut(files, path);
  if (item.sha === null && !isKnown) throw invalid('GitRPC::BadObjectState');
  if (item.sha === null) return;
  const content = optionalText(item, 'content');
  const sha =
    content === undefined
      ? requiredText(item, 'sha')
      : putBlob(repository.objects, Buffer.from(content));
  if (mode === '040000') {
    for (const [name, entry] of readFiles(repository.objects, sha))
      files.set(`${path}/${name}`, entry);
    return;
  }
  if (mode !== '160000' && !repository.objects.blobs.has(sha)) {
    throw invalid(`tree.sha ${sha} is not a valid blob`, 'sha');
  }
  files.set(path, { mode, sha });
}

/** Removes a file, or all below a folder; false where there was neither. */
function takeOut(files: Map<string, FileEntry>, path: string): boolean {
  const below = [...files.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
  for (const name of below) files.delete(name);
  return below.length > 0;
}

function readBlob(exchange: Exchange): Reply {
  const { state, headers } = exchange;
  const repository = repositoryOf(exchange);
  const sha = parameter(exchange, 'file_sha');
  const content = repository.objects.blobs.get(sha);
  if (!content) throw notFound();
  if (headers.get('accept')?.includes('raw')) return { status: 200, bytes: content };
  return ok({
    ...blobNames(state, repository, sha),
    size: content.length,
    encoding: 'base64',
    content: content.toString('base64'),
  });
}

function createBlob(exchange: Exchange): Reply {
  const { state, body } = exchange;
  const repository = repositoryOf(exchange);
  const encoding = optionalText(body, 'encoding') === 'base64' ? 'base64' : 'utf8';
  const content = optionalText(body, 'content');
  if (content === undefined) throw invalid('content is missing', 'content');
  const sha = putBlob(repository.objects, Buffer.from(content, encoding));
  const { url } = blobNames(state, repository, sha);
  return created({ sha, url });
}

function blobNames(state: State, repository: Repository, sha: string) {
  const url = `${state.url}/repos/${fullNameOf(state, repository)}/git/blobs/${sha}`;
  return { sha, url, node_id: nodeId('Blob', Number.parseInt(sha.slice(0, 8), 16)) };
}
