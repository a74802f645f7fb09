import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { startProgram, type StartedProgram } from './started-program.ts';

export interface RcloneServer extends Pick<StartedProgram, 'stop'> {
  /** `127.0.0.1:<port>`. */
  readonly host: string;
}

export interface RcloneServerOptions {
  readonly user?: string;
  readonly password?: string;
}

/** Starts `rclone serve` on a folder of this machine. */
export async function startRcloneServer(
  program: string,
  protocol: 'webdav' | 'http',
  folder: string,
  { user, password }: RcloneServerOptions = {},
): Promise<RcloneServer> {
  // rclone does not say which port it took when it may choose
  const host = `127.0.0.1:${await freePort()}`;
  const account = user && password ? ['--user', user, '--pass', password] : [];
  const args = ['serve', protocol, '--addr', host, '--config', '', '-v', ...account, folder];
  // of its address it speaks for some protocols only, and before it listens
  const { stop } = await startProgram(program, args, /(poll-interval|Started)/);
  await untilItListens(host);
  return { host, stop };
}

async function untilItListens(host: string): Promise<void> {
  const [hostname, port] = host.split(':');
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), hostname, () => resolve(true));
      socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
    });
    if (isThere) return;
    await pause(50);
  }
  throw new Error(`nothing listens at ${host}`);
}
