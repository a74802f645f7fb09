import { testServer, type TestServer } from './test-server.ts';

export interface DriveFile {
  readonly name: string;
  readonly content: string;
  /** A page comes first, which says that no virus was looked for. */
  readonly isLarge?: boolean;
  readonly resourceKey?: string;
  /** A page that comes instead of the file. */
  readonly page?: string;
}

/**
 * Answers as drive.usercontent.google.com does for shared files, by identifier. What a form leads to
 * can be had once.
 */
export async function standInGoogleDrive(
  files: Readonly<Record<string, DriveFile>>,
): Promise<TestServer> {
  const passes = new Map<string, number>();
  return testServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://drive');
    const page = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(text);
    };
    const file = files[url.searchParams.get('id') ?? ''];
    const isKeyed = (file?.resourceKey ?? null) === url.searchParams.get('resourcekey');
    if (url.pathname !== '/download' || file === undefined || !isKeyed) return page(404, notFound);
    if (file.page !== undefined) return page(200, file.page);
    const pass = url.searchParams.get('uuid');
    if (file.isLarge && pass === null) {
      const uuid = `pass-${passes.size}`;
      passes.set(uuid, 0);
      return page(200, warning(url, uuid));
    }
    if (pass !== null && request.headers.range === undefined) {
      passes.set(pass, (passes.get(pass) ?? 1) + 1);
      if ((passes.get(pass) ?? 0) > 1) return page(500, notFound);
    }
    const content = Buffer.from(file.content);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const part = range ? content.subarray(Number(range[1]), Number(range[2]) + 1) : content;
    const plain = file.name.replace(/[^ -~]/g, '_');
    response.writeHead(range ? 206 : 200, {
      'content-type': 'application/octet-stream',
      'content-length': part.length,
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      ...(range ? { 'content-range': `bytes 0-0/${content.length}` } : {}),
    });
    response.end(part);
  });
}

const notFound = '<!DOCTYPE html><html><head><title>Error 404 (Not Found)!!1</title></head></html>';

function warning(asked: URL, uuid: string): string {
  const inputs = [...asked.searchParams, ['uuid', uuid]].map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${value}">`,
  );
  return (
    '<!DOCTYPE html><html><head><title>Google Drive - Virus scan warning</title></head><body>' +
    '<form action="/other"><input name="q" value="no"></form>' +
    `<form id="download-form" action="/download" method="get"><input type="submit" value="Download anyway"/>${inputs.join('')}</form>` +
    '</body></html>'
  );
}
