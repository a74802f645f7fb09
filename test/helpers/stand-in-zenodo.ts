import { createHash } from 'node:crypto';
import { testServer, type TestServer } from './test-server.ts';

export interface ZenodoRecord {
  readonly files: Readonly<Record<string, string>>;
  readonly metadata?: unknown;
  /** Number that stands for all versions of the record. */
  readonly concept?: string;
  /** Token that is needed to read it. */
  readonly token?: string;
}

/** Answers as Zenodo's records interface does (https://developers.zenodo.org/#records). */
export async function standInZenodo(
  records: Readonly<Record<string, ZenodoRecord>>,
): Promise<TestServer> {
  return testServer((request, response) => {
    const [, asked = '', name] =
      /^\/api\/records\/(\d+)(?:\/files\/([^/]+)\/content)?$/.exec(request.url ?? '') ?? [];
    const send = (status: number, content: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(content));
    };
    const newest = Object.entries(records).find(([, { concept }]) => concept === asked)?.[0];
    const record = records[asked];
    if (newest !== undefined) {
      response.writeHead(302, { location: `/api/records/${newest}` }).end();
    } else if (record === undefined) {
      send(404, { status: 404, message: 'The persistent identifier does not exist.' });
    } else if (record.token && request.headers.authorization !== `Bearer ${record.token}`) {
      send(403, { status: 403, message: 'Permission denied.' });
    } else if (name === undefined) send(200, describe(asked, record));
    else response.end(record.files[decodeURIComponent(name)]);
  });
}

function describe(id: string, { files, metadata }: ZenodoRecord): unknown {
  return {
    id: Number(id),
    doi: `10.5281/zenodo.${id}`,
    metadata: metadata ?? {},
    files: Object.entries(files).map(([key, content]) => ({
      key,
      size: Buffer.byteLength(content),
      checksum: `md5:${createHash('md5').update(content).digest('hex')}`,
      links: { self: `https://evil.example/${key}` },
    })),
  };
}
