import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoginWall {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** Passwords that were let through. */
  readonly passwords: ReadonlySet<string>;
  stop(): Promise<void>;
}

/** Stands before a registry of images and lets through who gives a password that is good. */
export async function startLoginWall(
  behind: string,
  isGood: (password: string) => boolean,
): Promise<LoginWall> {
  const passwords = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const password = passwordIn(headers.authorization ?? '');
    if (!isGood(password)) {
      outgoing.writeHead(401, { 'www-authenticate': 'Basic realm="images"' });
      return outgoing.end('{"errors":[{"code":"UNAUTHORIZED","message":"log in"}]}');
    }
    passwords.add(password);
    // the host stays, so that the registry names this one in its answers
    const onward = request(`http://${behind}${path}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    return incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    passwords,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function passwordIn(authorization: string): string {
  const [, basic = ''] = /^Basic (.+)$/.exec(authorization) ?? [];
  const text = Buffer.from(basic, 'base64').toString();
  return text.slice(text.indexOf(':') + 1);
}
