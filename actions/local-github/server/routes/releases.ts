import { askerMay } from '../asker-may.ts';
import {
  actorOf,
  created,
  noContent,
  numberParameter,
  ok,
  parameter,
  repositoryOf,
  type Exchange,
  type Reply,
  type Routes,
} from '../exchange.ts';
import { HttpError, notFound } from '../http-error.ts';
import { listReply } from '../pages.ts';
import { optionalFlag, optionalText, requiredText } from '../read-body.ts';
import { assetJson, releaseJson } from '../release-json.ts';
import type { AssetRecord, ReleaseRecord } from '../release.ts';
import { resolveCommit } from '../resolve-commit.ts';
import { nextNumber, timestamp } from '../state.ts';
import { moveReference } from '../move-reference.ts';

const list = '/repos/{owner}/{repo}/releases';
const one = `${list}/{release_id}`;

export const releasesRoutes: Routes = {
  [`GET ${list}`]: (exchange) => {
    const all = visible(exchange).map((release) => releaseJson(exchange, release));
    return listReply(exchange, all.reverse());
  },
  [`POST ${list}`]: create,
  [`GET ${list}/latest`]: (exchange) => {
    const published = visible(exchange).filter((each) => !each.isDraft && !each.isPrerelease);
    return found(exchange, published.at(-1));
  },
  [`GET ${list}/tags/{tag}`]: (exchange) => {
    const tag = parameter(exchange, 'tag');
    return found(
      exchange,
      visible(exchange).find((each) => !each.isDraft && each.tag === tag),
    );
  },
  [`GET ${one}`]: (exchange) => found(exchange, releaseOf(exchange)),
  [`PATCH ${one}`]: update,
  [`DELETE ${one}`]: (exchange) => {
    repositoryOf(exchange).releases.delete(releaseOf(exchange).id);
    return noContent();
  },
  [`GET ${one}/assets`]: (exchange) => {
    const release = releaseOf(exchange);
    const assets = [...release.assets.values()];
    return listReply(
      exchange,
      assets.map((asset) => assetJson(exchange, release, asset)),
    );
  },
  [`POST ${one}/assets`]: upload,
  [`GET ${list}/assets/{asset_id}`]: download,
  [`DELETE ${list}/assets/{asset_id}`]: (exchange) => {
    const { release, asset } = assetOf(exchange);
    release.assets.delete(asset.id);
    return noContent();
  },
};

/** Drafts are seen only by those who may push. */
function visible(exchange: Exchange): ReleaseRecord[] {
  const maySeeDrafts = askerMay(exchange, 'write', { contents: 'write' });
  const all = [...repositoryOf(exchange).releases.values()];
  return all.filter(({ isDraft }) => !isDraft || maySeeDrafts);
}

function found(exchange: Exchange, release: ReleaseRecord | undefined): Reply {
  if (!release) throw notFound();
  return ok(releaseJson(exchange, release));
}

function releaseOf(exchange: Exchange): ReleaseRecord {
  const id = numberParameter(exchange, 'release_id');
  const release = visible(exchange).find((each) => each.id === id);
  if (!release) throw notFound();
  return release;
}

async function create(exchange: Exchange): Promise<Reply> {
  const { state, body } = exchange;
  const repository = repositoryOf(exchange);
  const release: ReleaseRecord = {
    id: nextNumber(state, 'release', 1),
    author: actorOf(exchange),
    tag: requiredText(body, 'tag_name'),
    target: optionalText(body, 'target_commitish') ?? repository.defaultBranch,
    title: optionalText(body, 'name') ?? null,
    body: optionalText(body, 'body') ?? null,
    isDraft: true,
    isPrerelease: optionalFlag(body, 'prerelease') ?? false,
    createdAt: timestamp(state),
    publishedAt: null,
    assets: new Map(),
  };
  if (!(optionalFlag(body, 'draft') ?? false)) await publish(exchange, release);
  repository.releases.set(release.id, release);
  return created(releaseJson(exchange, release));
}

async function update(exchange: Exchange): Promise<Reply> {
  const { body } = exchange;
  const release = releaseOf(exchange);
  release.tag = optionalText(body, 'tag_name') ?? release.tag;
  release.target = optionalText(body, 'target_commitish') ?? release.target;
  release.title = optionalText(body, 'name') ?? release.title;
  release.body = optionalText(body, 'body') ?? release.body;
  release.isPrerelease = optionalFlag(body, 'prerelease') ?? release.isPrerelease;
  if (optionalFlag(body, 'draft') === false && release.isDraft) await publish(exchange, release);
  return ok(releaseJson(exchange, release));
}

/** A tag is made when a release is published, and no other release may have it. */
async function publish(exchange: Exchange, release: ReleaseRecord): Promise<void> {
  const { state, principal } = exchange;
  const repository = repositoryOf(exchange);
  const isTaken = [...repository.releases.values()].some(
    (other) => other !== release && !other.isDraft && other.tag === release.tag,
  );
  if (isTaken) {
    const errors = [{ resource: 'Release', code: 'already_exists', field: 'tag_name' }];
    throw new HttpError(422, 'Validation Failed', { details: { errors } });
  }
  const reference = `refs/tags/${release.tag}`;
  if (!repository.references.has(reference)) {
    const to = resolveCommit(repository, release.target);
    await moveReference(state, { principal, repository, reference, to, refusedWith: 422 });
  }
  release.isDraft = false;
  release.publishedAt = timestamp(state);
}

function upload(exchange: Exchange): Reply {
  const { state, query, headers, bytes } = exchange;
  const release = releaseOf(exchange);
  const name = query.get('name');
  if (!name || bytes.length === 0) throw new HttpError(400, 'Bad Content-Length or name');
  if ([...release.assets.values()].some((asset) => asset.name === name)) {
    const errors = [{ resource: 'ReleaseAsset', code: 'already_exists', field: 'name' }];
    throw new HttpError(422, 'Validation Failed', { details: { errors } });
  }
  const asset: AssetRecord = {
    id: nextNumber(state, 'asset', 1),
    name,
    label: query.get('label'),
    contentType: headers.get('content-type') ?? 'application/octet-stream',
    content: bytes,
    uploader: actorOf(exchange),
    createdAt: timestamp(state),
  };
  release.assets.set(asset.id, asset);
  return created(assetJson(exchange, release, asset));
}

/** The bytes, when they are asked for by `Accept`; what it is otherwise. */
function download(exchange: Exchange): Reply {
  const { release, asset } = assetOf(exchange);
  if (!exchange.headers.get('accept')?.includes('application/octet-stream')) {
    return ok(assetJson(exchange, release, asset));
  }
  const headers = { 'content-type': 'application/octet-stream' };
  return { status: 200, bytes: asset.content, headers };
}

function assetOf(exchange: Exchange): { release: ReleaseRecord; asset: AssetRecord } {
  const id = numberParameter(exchange, 'asset_id');
  for (const release of visible(exchange)) {
    const asset = release.assets.get(id);
    if (asset) return { release, asset };
  }
  throw notFound();
}
