import { nodeId } from '../account.ts';
import { commitJson } from '../commit-json.ts';
import {
  created,
  noContent,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { branchSha, fullNameOf } from '../find.ts';
import { HttpError, invalid } from '../http-error.ts';
import { moveReference } from '../move-reference.ts';
import { listReply } from '../pages.ts';
import { optionalFlag, requiredText } from '../read-body.ts';
import type { Repository } from '../repository.ts';
import { rulesFor } from '../ruleset.ts';
import type { State } from '../state.ts';

const repo = '/repos/{owner}/{repo}';

export const referencesRoutes: Routes = {
  [`GET ${repo}/branches`]: listBranches,
  [`GET ${repo}/branches/{branch}`]: readBranch,
  [`GET ${repo}/git/ref/{ref}`]: readReference,
  [`GET ${repo}/git/matching-refs/{ref}`]: matchReferences,
  [`POST ${repo}/git/refs`]: createReference,
  [`PATCH ${repo}/git/refs/{ref}`]: updateReference,
  [`DELETE ${repo}/git/refs/{ref}`]: deleteReference,
};

function listBranches(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const branches = [...repository.references].filter(([name]) => name.startsWith('refs/heads/'));
  return listReply(
    exchange,
    branches.map(([name, sha]) => briefBranch(state, repository, name.slice(11), sha)),
  );
}

function readBranch(exchange: Exchange): Reply {
  const { state } = exchange;
  const repository = repositoryOf(exchange);
  const name = parameter(exchange, 'branch');
  const sha = branchSha(repository, name);
  if (sha === null) throw new HttpError(404, 'Branch not found');
  const brief = briefBranch(state, repository, name, sha);
  const api = `${state.url}/repos/${fullNameOf(state, repository)}/branches/${name}`;
  const html = `${state.url}/${fullNameOf(state, repository)}/tree/${name}`;
  return ok({
    ...brief,
    commit: commitJson(state, repository, sha),
    _links: { self: api, html },
    protection: { enabled: brief.protected },
    protection_url: `${api}/protection`,
  });
}

function briefBranch(state: State, repository: Repository, name: string, sha: string) {
  const url = `${state.url}/repos/${fullNameOf(state, repository)}/commits/${sha}`;
  const isProtected = rulesFor(state, repository, `refs/heads/${name}`).length > 0;
  return { name, commit: { sha, url }, protected: isProtected };
}

function readReference(exchange: Exchange): Reply {
  const repository = repositoryOf(exchange);
  const name = `refs/${parameter(exchange, 'ref')}`;
  const sha = repository.references.get(name);
  if (sha === undefined) throw new HttpError(404, 'Not Found');
  return ok(referenceJson(exchange.state, repository, name, sha));
}

function matchReferences(exchange: Exchange): Reply {
  const repository = repositoryOf(exchange);
  const start = `refs/${parameter(exchange, 'ref')}`;
  const found = [...repository.references].filter(([name]) => name.startsWith(start));
  return listReply(
    exchange,
    found.map(([name, sha]) => referenceJson(exchange.state, repository, name, sha)),
  );
}

async function createReference(exchange: Exchange): Promise<Reply> {
  const { state, principal, body } = exchange;
  const repository = repositoryOf(exchange);
  const reference = requiredText(body, 'ref');
  if (!/^refs\/(heads|tags)\/[^\s~^:?*[\\]+$/.test(reference) || reference.includes('..')) {
    throw invalid(`Reference name ${reference} is not valid`, 'ref');
  }
  const to = existingCommit(repository, requiredText(body, 'sha'));
  if (repository.references.has(reference)) throw new HttpError(422, 'Reference already exists');
  await moveReference(state, { principal, repository, reference, to, refusedWith: 422 });
  return created(referenceJson(state, repository, reference, to));
}

async function updateReference(exchange: Exchange): Promise<Reply> {
  const { state, principal, body } = exchange;
  const repository = repositoryOf(exchange);
  const reference = existingReference(exchange);
  const to = existingCommit(repository, requiredText(body, 'sha'));
  const isForced = optionalFlag(body, 'force') ?? false;
  const move = { principal, repository, reference, to, isForced, refusedWith: 422 };
  await moveReference(state, move);
  return ok(referenceJson(state, repository, reference, to));
}

async function deleteReference(exchange: Exchange): Promise<Reply> {
  const { state, principal } = exchange;
  const repository = repositoryOf(exchange);
  const reference = existingReference(exchange);
  await moveReference(state, { principal, repository, reference, to: null, refusedWith: 422 });
  return noContent();
}

function existingReference(exchange: Exchange): string {
  const reference = `refs/${parameter(exchange, 'ref')}`;
  if (repositoryOf(exchange).references.has(reference)) return reference;
  throw new HttpError(422, 'Reference does not exist');
}

function existingCommit(repository: Repository, sha: string): string {
  if (repository.objects.commits.has(sha)) return sha;
  throw new HttpError(422, 'Object does not exist');
}

function referenceJson(state: State, repository: Repository, ref: string, sha: string) {
  const api = `${state.url}/repos/${fullNameOf(state, repository)}/git`;
  return {
    ref,
    node_id: nodeId(`Ref:${ref}`, repository.id),
    url: `${api}/${ref}`,
    object: { type: 'commit', sha, url: `${api}/commits/${sha}` },
  };
}
