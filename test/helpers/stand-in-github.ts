import { createHash } from 'node:crypto';
import { standInStore } from './stand-in-store.ts';
import { testServer, type TestServer } from './test-server.ts';

export interface StandInRelease {
  readonly tag: string;
  readonly assets: Readonly<Record<string, string>>;
  readonly isDraft?: boolean;
  /** Of every asset. */
  readonly state?: string;
}

export interface StandInRepository {
  readonly releases: readonly StandInRelease[];
  readonly license?: string;
  /** Token that is needed to see it. */
  readonly token?: string;
}

/** Answers as GitHub's REST interface of releases does (https://docs.github.com/rest/releases). */
export async function standInGitHub(
  repositories: Readonly<Record<string, StandInRepository>>,
): Promise<TestServer> {
  const all = Object.values(repositories).flatMap(({ releases }) => releases);
  const assets = all.flatMap((release) =>
    Object.entries(release.assets).map(([name, content]) => ({ release, name, content })),
  );
  const store = await standInStore(
    Object.fromEntries(assets.map(({ content }, index) => [`/${index}`, content])),
  );
  return testServer((request, response) => {
    const [, name = '', view = '', asked = ''] =
      /^\/repos\/([^/]+\/[^/]+)(?:\/releases\/(tags|assets)\/([^/]+))?$/.exec(request.url ?? '') ??
      [];
    const repository = repositories[name];
    const send = (status: number, content: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(content));
    };
    const { authorization, accept } = request.headers;
    const isHidden = repository?.token && authorization !== `Bearer ${repository.token}`;
    if (repository === undefined || isHidden) return send(404, { message: 'Not Found' });
    if (view === '') {
      const { license } = repository;
      return send(200, { license: license === undefined ? null : { spdx_id: license } });
    }
    if (view === 'assets' && accept === 'application/octet-stream') {
      const location = `${store.url}/${asked}?signature=good`;
      return void response.writeHead(302, { location }).end();
    }
    const release = repository.releases.find(({ tag }) => tag === decodeURIComponent(asked));
    if (release === undefined || release.isDraft) return send(404, { message: 'Not Found' });
    send(200, {
      tag_name: release.tag,
      assets: assets.flatMap((asset, id) =>
        asset.release === release
          ? {
              id,
              name: asset.name,
              state: release.state ?? 'uploaded',
              size: Buffer.byteLength(asset.content),
              digest: `sha256:${createHash('sha256').update(asset.content).digest('hex')}`,
            }
          : [],
      ),
    });
  });
}
