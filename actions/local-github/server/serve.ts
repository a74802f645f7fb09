import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { handleRequest, type Answered, type Received } from './handle-request.ts';
import type { RecordedExchange } from './recorded-exchange.ts';
import type { State } from './state.ts';
import { kindOfToken } from './token.ts';

/** GitHub takes larger release assets, but no test of ours sends any. */
const largestBody = 256 * 1024 * 1024;

/** Listens on loopback; requests wait until there is a state. */
export async function serve(
  port: number,
  {
    state,
    onExchange,
  }: {
    readonly state: Promise<State>;
    readonly onExchange?: ((exchange: RecordedExchange) => void) | undefined;
  },
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    void answer(request, response, async (received) => {
      const ready = await state;
      const answered = await handleRequest(ready, received);
      onExchange?.(recorded(ready, received, answered));
      return answered;
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return { server, url: `http://127.0.0.1:${bound}` };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (received: Received) => Promise<Answered>,
): Promise<void> {
  try {
    const bytes = await readBody(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { method = 'GET' } = request;
    send(response, await handle({ method, url, headers: headersOf(request), bytes }));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    send(response, { operation: null, status: 500, json: { message } });
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > largestBody) throw new RangeError('The body is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Headers {
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return new Headers(entries);
}

function send(response: ServerResponse, { status, json, bytes, headers = {} }: Answered): void {
  const kept = Object.entries(headers).filter(([, value]) => value !== '');
  const body = bytes ?? (json === undefined ? undefined : Buffer.from(JSON.stringify(json)));
  response.writeHead(status, {
    ...(json !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
    'x-github-media-type': 'github.v3; format=json',
    ...Object.fromEntries(kept),
    ...(body && { 'content-length': body.length }),
  });
  response.end(body);
}

function recorded(state: State, received: Received, answered: Answered): RecordedExchange {
  const { method, url, headers, bytes } = received;
  return {
    operation: answered.operation,
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    requestBody: jsonIn(bytes, headers.get('content-type')),
    status: answered.status,
    responseHeaders: answered.headers ?? {},
    responseBody:
      answered.json === undefined ? undefined : JSON.parse(JSON.stringify(answered.json)),
    asker: kindOfToken(state, headers.get('authorization')),
  };
}

function jsonIn(bytes: Buffer, type: string | null): unknown {
  if (bytes.length === 0 || !type?.includes('json')) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    // It was refused as such; there is nothing to check.
    return undefined;
  }
}
