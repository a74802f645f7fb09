import { dirname, join } from 'node:path/posix';
import { gitCommitJson, signatureOf } from '../commit-json.ts';
import {
  actorOf,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { branchSha, fullNameOf } from '../find.ts';
import { filesOf, writeFiles, type FileEntry } from '../git/files.ts';
import { putBlob, putCommit } from '../git/objects.ts';
import { HttpError, invalid, notFound } from '../http-error.ts';
import { moveReference } from '../move-reference.ts';
import { optionalText, requiredText } from '../read-body.ts';
import { resolveCommit } from '../resolve-commit.ts';
import type { Repository } from '../repository.ts';
import type { State } from '../state.ts';

const path = '/repos/{owner}/{repo}/contents/{path}';
/** GitHub gives larger files only as raw, and none above 100 MiB. */
const largestInline = 1024 * 1024;

export const contentsRoutes: Routes = {
  [`GET ${path}`]: (exchange) => readContents(exchange),
  [`PUT ${path}`]: (exchange) => writeContents(exchange, requiredText(exchange.body, 'content')),
  [`DELETE ${path}`]: (exchange) => writeContents(exchange, null),
};

function readContents(exchange: Exchange): Reply {
  const { state, headers, query } = exchange;
  const repository = repositoryOf(exchange);
  const name = parameter(exchange, 'path');
  const reference = query.get('ref') ?? repository.defaultBranch;
  const files = filesOf(repository.objects, resolveCommit(repository, reference));
  const entry = files.get(name);
  const place = { state, repository, reference };
  if (!entry) return ok(folderJson(place, files, name));
  const target = followLink(repository, files, name);
  const content = repository.objects.blobs.get(target.sha);
  if (headers.get('accept')?.includes('raw') && content) {
    return {
      status: 200,
      bytes: content,
      headers: { 'content-type': 'application/vnd.github.raw' },
    };
  }
  return ok({ ...fileJson(place, name, target), sha: entry.sha });
}

/** A link to a plain file of the repository is read as that file. */
function followLink(
  { objects }: Repository,
  files: ReadonlyMap<string, FileEntry>,
  name: string,
): FileEntry {
  const entry = files.get(name);
  if (!entry) throw notFound();
  const link = entry.mode === '120000' ? objects.blobs.get(entry.sha)?.toString() : undefined;
  const target = link === undefined ? undefined : files.get(join(dirname(name), link));
  return target?.mode.startsWith('100') ? target : entry;
}

interface Place {
  readonly state: State;
  readonly repository: Repository;
  readonly reference: string;
}

function folderJson(place: Place, files: ReadonlyMap<string, FileEntry>, folder: string) {
  const inside = [...files].filter(([name]) => name.startsWith(`${folder}/`));
  if (inside.length === 0) throw notFound();
  const items = new Map<string, unknown>();
  for (const [name, entry] of inside) {
    const [first = '', ...rest] = name.slice(folder.length + 1).split('/');
    const item = `${folder}/${first}`;
    if (items.has(item)) continue;
    items.set(
      item,
      rest.length === 0
        ? { ...describe(place, item, entry), type: typeOf(entry) }
        : { ...describe(place, item, { mode: '040000', sha: '0'.repeat(40) }), type: 'dir' },
    );
  }
  return [...items.values()];
}

function fileJson(place: Place, name: string, entry: FileEntry) {
  const described = describe(place, name, entry);
  if (entry.mode === '160000') return { ...described, type: 'submodule', submodule_git_url: '' };
  const content = place.repository.objects.blobs.get(entry.sha) ?? Buffer.alloc(0);
  if (entry.mode === '120000') return { ...described, type: 'symlink', target: content.toString() };
  const isInline = content.length <= largestInline;
  return {
    ...described,
    type: 'file',
    encoding: isInline ? 'base64' : 'none',
    content: isInline ? content.toString('base64') : '',
  };
}

function typeOf({ mode }: FileEntry): string {
  return mode === '120000' ? 'symlink' : mode === '160000' ? 'submodule' : 'file';
}

function describe({ state, repository, reference }: Place, name: string, entry: FileEntry) {
  const api = `${state.url}/repos/${fullNameOf(state, repository)}`;
  const encoded = name.split('/').map(encodeURIComponent).join('/');
  const self = `${api}/contents/${encoded}?ref=${encodeURIComponent(reference)}`;
  const git = `${api}/git/${entry.mode === '040000' ? 'trees' : 'blobs'}/${entry.sha}`;
  const html = `${state.url}/${fullNameOf(state, repository)}/blob/${reference}/${encoded}`;
  return {
    name: name.split('/').at(-1) ?? '',
    path: name,
    sha: entry.sha,
    size: repository.objects.blobs.get(entry.sha)?.length ?? 0,
    url: self,
    git_url: git,
    html_url: html,
    download_url: `${html}?raw=1`,
    _links: { self, git, html },
  };
}

async function writeContents(exchange: Exchange, content: string | null): Promise<Reply> {
  const { state, principal, body } = exchange;
  const repository = repositoryOf(exchange);
  const name = checkedPath(parameter(exchange, 'path'));
  const branch = optionalText(body, 'branch') ?? repository.defaultBranch;
  const parent = branchSha(repository, branch);
  if (parent === null) throw new HttpError(404, `Branch ${branch} not found`);
  const files = filesOf(repository.objects, parent);
  const before = files.get(name);
  checkExpected(name, before, optionalText(body, 'sha'));
  if (content === null) files.delete(name);
  else {
    const sha = putBlob(repository.objects, Buffer.from(content, 'base64'));
    files.set(name, { mode: before?.mode ?? '100644', sha });
  }
  const signature = signatureOf(state, actorOf(exchange));
  const commit = putCommit(repository.objects, {
    tree: writeFiles(repository.objects, files),
    parents: [parent],
    message: requiredText(body, 'message'),
    author: signature,
    committer: signature,
  });
  const reference = `refs/heads/${branch}`;
  await moveReference(state, { principal, repository, reference, to: commit, refusedWith: 409 });
  const entry = files.get(name);
  const place = { state, repository, reference: branch };
  return {
    status: before || content === null ? 200 : 201,
    json: {
      content: entry ? { ...describe(place, name, entry), type: 'file' } : null,
      commit: gitCommitJson(state, repository, commit),
    },
  };
}

/** A file is changed only by whoever names what it was. */
function checkExpected(
  name: string,
  before: FileEntry | undefined,
  expected: string | undefined,
): void {
  if (before && expected === undefined) throw invalid(`"sha" wasn't supplied.`, 'sha');
  if (before?.sha !== expected) throw new HttpError(409, `${name} does not match ${expected}`);
}

function checkedPath(name: string): string {
  const parts = name.split('/');
  if (parts.some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()))) {
    throw invalid('path contains a malformed path component', 'path');
  }
  return name;
}
