import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingProxy {
  readonly url: string;
  /** Sizes of the parts of S3 that were sent and answered. */
  readonly partBytes: readonly number[];
  /** Ends when as much has gone through as is let through. */
  readonly isFull: Promise<void>;
  stop(): Promise<void>;
}

export interface CountingProxyOptions {
  /** Parts of S3 that are let through; others wait for ever. */
  readonly mostParts?: number;
  /** Bytes of each request that are let through. */
  readonly mostBytes?: number;
}

/** Passes requests on to a server and counts what is sent. */
export async function startCountingProxy(
  target: string,
  { mostParts = Infinity, mostBytes = Infinity }: CountingProxyOptions = {},
): Promise<CountingProxy> {
  const partBytes: number[] = [];
  let begunParts = 0;
  let tellFull = (): void => {};
  const isFull = new Promise<void>((resolve) => (tellFull = resolve));
  const { host, hostname, port } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const isPart = method === 'PUT' && url.includes('partNumber=');
    if (isPart && (begunParts += 1) > mostParts) return;
    // it names this proxy; the server behind must not find another host than its own there
    const destination = headers.destination
      ?.toString()
      .replace(/^http:\/\/[^/]+/, `http://${host}`);
    const forwarded = { ...headers, host, ...(destination && { destination }) };
    const onward = request({ hostname, port, method, path: url, headers: forwarded }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      if (isPart) partBytes.push(Number(headers['content-length']));
      if (partBytes.length >= mostParts) tellFull();
    });
    onward.on('error', () => outgoing.destroy());
    incoming.on('close', () => incoming.complete || onward.destroy());
    let bytes = 0;
    incoming.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= mostBytes) return void onward.write(chunk);
      incoming.pause();
      tellFull();
    });
    incoming.on('end', () => onward.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    partBytes,
    isFull,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
