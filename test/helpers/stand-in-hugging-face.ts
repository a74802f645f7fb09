import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { standInStore } from './stand-in-store.ts';
import { testServer, type TestServer } from './test-server.ts';

export interface HubDataset {
  readonly files: Readonly<Record<string, string>>;
  /** Branches and tags, each the commit too. */
  readonly revisions?: readonly string[];
  readonly card?: unknown;
  readonly token?: string;
  /** A token is not enough: its terms must be accepted. */
  readonly isGated?: boolean;
  /** Entries of one page of a list. */
  readonly pageSize?: number;
  /** Name that it had before; its addresses are sent on to those of the present one. */
  readonly formerName?: string;
}

export const hubCommit = 'c0ffee00'.repeat(5);

/**
 * Answers as the Hub's interface of datasets does, as huggingface_hub uses it. Files named *.csv are
 * large ones: they lie at another origin.
 */
export async function standInHuggingFace(
  datasets: Readonly<Record<string, HubDataset>>,
): Promise<TestServer> {
  const large = Object.values(datasets).flatMap(({ files }) => Object.entries(files));
  const store = await standInStore(
    Object.fromEntries(large.map(([path, content]) => [`/${path}`, content])),
  );
  const server = await testServer((request, response) => {
    const url = new URL(request.url ?? '', server.url);
    const renamed = Object.entries(datasets).find(
      ([, { formerName }]) => formerName && url.pathname.includes(`/datasets/${formerName}/`),
    );
    if (renamed !== undefined) {
      const [name, { formerName }] = renamed;
      const location = (request.url ?? '').replace(`/${formerName}/`, `/${name}/`);
      return void response.writeHead(307, { location }).end();
    }
    const found = Object.entries(datasets).find(
      ([name]) =>
        url.pathname.startsWith(`/api/datasets/${name}/`) ||
        url.pathname.startsWith(`/datasets/${name}/`),
    );
    if (found === undefined) return refuse(response, 401, 'RepoNotFound');
    const [name, dataset] = found;
    const hasToken = request.headers.authorization === `Bearer ${dataset.token}`;
    if (dataset.token !== undefined && !hasToken) return refuse(response, 401, 'RepoNotFound');
    if (dataset.isGated === true) return refuse(response, 403, 'GatedRepo');
    const rest = url.pathname.slice(url.pathname.indexOf(name) + name.length + 1).split('/');
    const answer = views[rest[0] ?? ''];
    if (answer === undefined) return refuse(response, 404, 'EntryNotFound');
    answer({ request, response, url, name, dataset, parts: rest.slice(1), store: store.url });
  });
  return server;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly name: string;
  readonly dataset: HubDataset;
  /** Of the path, after the view's name. */
  readonly parts: readonly string[];
  readonly store: string;
}

const views: Readonly<Record<string, (asked: Asked) => void>> = {
  revision: ({ response, name, dataset, parts }) => {
    const revision = decodeURIComponent(parts[0] ?? '');
    const { revisions = ['main'], card } = dataset;
    if (!revisions.includes(revision)) return refuse(response, 404, 'RevisionNotFound');
    send(response, { id: name, sha: hubCommit, cardData: card ?? {}, tags: ['doi:10.57967/hf/1'] });
  },
  'paths-info': ({ request, response, dataset }) => {
    void read(request).then((body) => {
      const { paths } = JSON.parse(body) as { paths: string[] };
      send(
        response,
        entriesOf(dataset).filter(({ path }) => paths.includes(path)),
      );
    });
  },
  tree: ({ response, url, dataset, parts }) => {
    const folder = parts.slice(1).map(decodeURIComponent).join('/');
    const below = entriesOf(dataset).filter(
      ({ path }) => folder === '' || path.startsWith(`${folder}/`),
    );
    const { pageSize = 1000 } = dataset;
    const start = Number(url.searchParams.get('cursor') ?? 0);
    const next = new URL(url);
    next.searchParams.set('cursor', `${start + pageSize}`);
    const hasMore = start + pageSize < below.length;
    send(
      response,
      below.slice(start, start + pageSize),
      hasMore ? { link: `<${next.href}>; rel="next"` } : {},
    );
  },
  resolve: ({ response, dataset, parts, store }) => {
    const path = parts.slice(1).map(decodeURIComponent).join('/');
    if (path.endsWith('.csv')) {
      const location = `${store}/${encodeURI(path)}?signature=good`;
      response.writeHead(302, { location }).end();
    } else response.end(dataset.files[path]);
  },
};

function entriesOf({ files }: HubDataset) {
  const folders = new Set(
    Object.keys(files).flatMap((path) =>
      path
        .split('/')
        .flatMap((_, depth, parts) => (depth === 0 ? [] : parts.slice(0, depth).join('/'))),
    ),
  );
  return [
    ...[...folders].map((path) => ({ type: 'directory', oid: 'f00', size: 0, path })),
    ...Object.entries(files).map(([path, content]) => {
      const size = Buffer.byteLength(content);
      const oid = createHash('sha256').update(content).digest('hex');
      const lfs = path.endsWith('.csv') ? { lfs: { oid, size, pointerSize: 130 } } : {};
      return { type: 'file', oid: 'abc', size, path, ...lfs };
    }),
  ];
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'x-error-code': code }).end(JSON.stringify({ error: code }));
}

function send(response: ServerResponse, content: unknown, headers = {}): void {
  response.writeHead(200, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(content));
}

async function read(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await request.toArray()).toString();
}
