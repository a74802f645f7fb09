import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { readAnswer, type Exchanged } from '../../helpers/fuzz/exchange.ts';

/** A connection that says what it is told to, and keeps what it hears. */
export interface RawConnection {
  readonly socket: Socket;
  readonly heard: () => string;
  /** What the server said, when it has closed the connection. */
  readonly answered: Promise<Exchanged>;
  /** Waits until what was heard has this in it, or the connection is closed. */
  until(pattern: RegExp): Promise<string>;
}

export async function openRaw(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  const heard = (): string => Buffer.concat(chunks).toString('latin1');
  const closed = Promise.withResolvers<void>();
  socket.on('data', (chunk) => chunks.push(chunk));
  // a server may cut a connection: what was heard until then counts
  socket.on('error', () => {});
  socket.on('close', () => closed.resolve());
  await once(socket, 'connect');
  return {
    socket,
    heard,
    answered: closed.promise.then(() => readAnswer(Buffer.concat(chunks))),
    until: (pattern) => {
      const { promise, resolve } = Promise.withResolvers<string>();
      const look = (): void => {
        if (pattern.test(heard())) resolve(heard());
      };
      socket.on('data', look);
      void closed.promise.then(() => resolve(heard()));
      look();
      return promise;
    },
  };
}
