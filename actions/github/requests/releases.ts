import { Failure } from '@orangery/schemas';
import type { Release } from '../entities.ts';
import type { GitHub } from '../github.ts';
import type { Answer } from './answer.ts';
import { isThisMachine } from './is-this-machine.ts';
import { always, type Requester } from './requester.ts';

type Releases = Pick<
  GitHub,
  'listReleases' | 'createRelease' | 'updateRelease' | 'deleteRelease' | 'uploadAsset'
>;

const uploadTimeoutMs = 10 * 60_000;

/** Requests about releases. */
export function releaseRequests(requester: Requester): Releases {
  const { send, list } = requester;
  return {
    listReleases: async () =>
      (await list('GET /repos/{owner}/{repo}/releases', {})).map(readRelease),
    createRelease: async ({ tag, title, body, isDraft, commit }) => {
      const { answer } = await send('POST /repos/{owner}/{repo}/releases', {
        tag_name: tag,
        target_commitish: commit,
        name: title,
        body,
        draft: isDraft,
      });
      return readRelease(answer);
    },
    updateRelease: async (id, { tag, title, body, isDraft, commit }) => {
      await send('PATCH /repos/{owner}/{repo}/releases/{release_id}', {
        release_id: id,
        ...(tag !== undefined && { tag_name: tag }),
        ...(title !== undefined && { name: title }),
        ...(body !== undefined && { body }),
        ...(commit !== undefined && { target_commitish: commit }),
        ...(isDraft !== undefined && { draft: isDraft }),
      });
    },
    deleteRelease: async (id) => {
      const route = 'DELETE /repos/{owner}/{repo}/releases/{release_id}';
      // that it is gone already is what was asked for
      await send(route, { release_id: id }, { outcomes: { 404: always } });
    },
    uploadAsset: (release, name, content) => uploadAsset(requester, release, { name, content }),
  };
}

function readRelease(answer: Answer): Release {
  return {
    id: answer.field('id').number(),
    tag: answer.field('tag_name').text(),
    title: answer.field('name').orNull((name) => name.text()) ?? '',
    isDraft: answer.field('draft').boolean(),
    assets: answer.field('assets').list().map(readAsset),
    createdAt: answer.field('created_at').text(),
  };
}

function readAsset(answer: Answer): Release['assets'][number] {
  return {
    id: answer.field('id').number(),
    name: answer.field('name').text(),
    sizeBytes: answer.field('size').number(),
    digest: answer.field('digest').orNull((digest) => digest.text()),
  };
}

/** Files go to another host than requests; each release says which. */
async function uploadAsset(
  { send, apiUrl }: Requester,
  release: number,
  { name, content }: { readonly name: string; readonly content: Buffer },
): Promise<void> {
  const { answer } = await send('GET /repos/{owner}/{repo}/releases/{release_id}', {
    release_id: release,
  });
  const [address = ''] = answer.field('upload_url').text().split('{');
  if (!isGitHubs(address, apiUrl)) {
    throw new Failure(
      'GITHUB_FAILED',
      `Release ${release}: upload_url: expected uploads.github.com, found ${address}`,
      { hint: 'The token is sent to GitHub only.' },
    );
  }
  const { origin, pathname } = new URL(address);
  const base = pathname.replace(/\/repos\/.*$/, '');
  await send(
    'POST /repos/{owner}/{repo}/releases/{release_id}/assets{?name}',
    {
      baseUrl: `${origin}${base}`,
      release_id: release,
      name,
      headers: { 'content-type': 'application/octet-stream' },
      data: content,
    },
    { timeoutMs: uploadTimeoutMs },
  );
}

function isGitHubs(address: string, apiUrl: string): boolean {
  const { hostname, protocol } = new URL(address);
  if (isThisMachine(apiUrl)) return isThisMachine(address);
  const hosts = ['uploads.github.com', new URL(apiUrl).hostname];
  return protocol === 'https:' && hosts.includes(hostname);
}
