import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.wav': 'audio/wav',
};

export interface ServedSite {
  /** With the base, without a final slash. */
  readonly address: string;
  close(): void;
}

/** Serves a built site below its base, as a static host does. */
export async function serveSite(folder: string, base: string): Promise<ServedSite> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = `${path.slice(base.length)}${path.endsWith('/') ? 'index.html' : ''}`;
    const bytes = await readFile(join(folder, file)).catch(() => null);
    const isFound = path.startsWith(`${base}/`) && bytes !== null;
    response.writeHead(isFound ? 200 : 404, { 'content-type': types[extname(file)] ?? '' });
    response.end(isFound ? bytes : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}${base}`, close: () => void server.close() };
}
