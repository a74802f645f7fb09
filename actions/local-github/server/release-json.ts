import { createHash } from 'node:crypto';
import { accountJson, nodeId } from './account.ts';
import { repositoryOf, type Exchange } from './exchange.ts';
import { accountById, fullNameOf } from './find.ts';
import type { AssetRecord, ReleaseRecord } from './release.ts';

/** A release as the API has it; what is uploaded to it comes to us too. */
export function releaseJson(exchange: Exchange, release: ReleaseRecord) {
  const { state } = exchange;
  const fullName = fullNameOf(state, repositoryOf(exchange));
  const url = `${state.url}/repos/${fullName}/releases/${release.id}`;
  const tag = release.isDraft ? `untagged-${release.id}` : release.tag;
  return {
    url,
    html_url: `${state.url}/${fullName}/releases/tag/${encodeURIComponent(tag)}`,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: release.isDraft ? null : `${state.url}/repos/${fullName}/tarball/${release.tag}`,
    zipball_url: release.isDraft ? null : `${state.url}/repos/${fullName}/zipball/${release.tag}`,
    id: release.id,
    node_id: nodeId('Release', release.id),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.title,
    body: release.body,
    draft: release.isDraft,
    prerelease: release.isPrerelease,
    created_at: release.createdAt,
    published_at: release.publishedAt,
    author: accountJson(accountById(state, release.author), state.url),
    assets: [...release.assets.values()].map((asset) => assetJson(exchange, release, asset)),
  };
}

export function assetJson(exchange: Exchange, release: ReleaseRecord, asset: AssetRecord) {
  const { state } = exchange;
  const fullName = fullNameOf(state, repositoryOf(exchange));
  const tag = release.isDraft ? `untagged-${release.id}` : release.tag;
  const place = `${encodeURIComponent(tag)}/${encodeURIComponent(asset.name)}`;
  return {
    url: `${state.url}/repos/${fullName}/releases/assets/${asset.id}`,
    browser_download_url: `${state.url}/${fullName}/releases/download/${place}`,
    id: asset.id,
    node_id: nodeId('ReleaseAsset', asset.id),
    name: asset.name,
    label: asset.label,
    state: 'uploaded',
    content_type: asset.contentType,
    size: asset.content.length,
    digest: `sha256:${createHash('sha256').update(asset.content).digest('hex')}`,
    download_count: 0,
    created_at: asset.createdAt,
    updated_at: asset.createdAt,
    uploader: accountJson(accountById(state, asset.uploader), state.url),
  };
}
