import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

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
/** What a static host compresses as it is sent. */
const compressed = /^(text|image\/svg|application\/(json|wasm))/;

export interface ServedSite {
  /** With the base, without a final slash. */
  readonly address: string;
  /** How much was sent, with headers: to pages, and to their threads, which a page's own figures leave out. */
  readonly sentBytes: () => number;
  readonly close: () => Promise<void>;
}

/** Serves the files of a built site below its base, as a static host does. */
export async function serveSite(folder: string, base = ''): Promise<ServedSite> {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const file = `${path.slice(base.length)}${path.endsWith('/') ? 'index.html' : ''}`;
    const bytes = await readFile(join(folder, file)).catch(() => null);
    if (!path.startsWith(`${base}/`) || bytes === null) {
      response.writeHead(404).end();
      return;
    }
    const type = types[extname(file)] ?? 'application/octet-stream';
    const isCompressed = compressed.test(type);
    response.writeHead(200, {
      'content-type': type,
      ...(isCompressed && { 'content-encoding': 'gzip' }),
    });
    response.end(isCompressed ? gzipSync(bytes) : bytes);
  });
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${base}`,
    sentBytes: () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
