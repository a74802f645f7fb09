import { connect } from 'node:net';

export type Exchanged =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly head: string;
      readonly body: string;
    }
  /** The server closed the connection without a word. */
  | { readonly kind: 'cut' }
  | { readonly kind: 'hung' };

export interface ExchangeOptions {
  readonly port: number;
  /** Whether nothing more comes from here once all is written. */
  readonly isEnded?: boolean;
  /** After which an answer that did not come never will. */
  readonly timeoutMs: number;
}

/** Sends bytes over a connection of their own, and reads until the server closes it. */
export function exchange(bytes: Uint8Array, options: ExchangeOptions): Promise<Exchanged> {
  const { promise, resolve } = Promise.withResolvers<Exchanged>();
  const chunks: Buffer[] = [];
  const socket = connect(options.port, '127.0.0.1');
  const timer = setTimeout(() => {
    resolve({ kind: 'hung' });
    socket.destroy();
  }, options.timeoutMs);
  socket.on('data', (chunk) => chunks.push(chunk));
  // a server that refuses does not read to the end
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(timer);
    resolve(readAnswer(Buffer.concat(chunks)));
  });
  socket.write(bytes);
  if (options.isEnded === true) socket.end();
  return promise;
}

/** The last answer, which is not `100 Continue`. */
export function readAnswer(bytes: Buffer): Exchanged {
  const text = bytes.toString('latin1').replace(/^HTTP\/1\.1 100 [^\r]*\r\n\r\n/, '');
  const [, status] = /^HTTP\/1\.[01] (\d{3}) /.exec(text) ?? [];
  if (status === undefined) return { kind: 'cut' };
  const end = text.indexOf('\r\n\r\n');
  return {
    kind: 'answered',
    status: Number(status),
    head: end < 0 ? text : text.slice(0, end),
    body: end < 0 ? '' : text.slice(end + 4),
  };
}
