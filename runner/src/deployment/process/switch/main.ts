import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Failure, toFailure } from '@orangery/schemas';
import { startServer } from '../../../serving/server.ts';
import { silentLogger } from '../../../world.ts';
import type { HostFolders } from '../../host/host-folders.ts';
import { createControlApp } from './control-app.ts';
import { createProxyApp } from './proxy-app.ts';
import { removeSwitchFile, switchFile, writeSwitchFile } from './switch-file.ts';
import { SwitchTable } from './switch-table.ts';

/** The program of the switch: `main.ts <order as JSON>`. It goes on until nothing is deployed any more. */
export const switchScript = fileURLToPath(import.meta.url);

export interface SwitchOrder {
  readonly folders: HostFolders;
  readonly host: string;
  readonly port: number;
  /** Of the software. */
  readonly version: string;
}

if (process.argv[1] === switchScript) await main(JSON.parse(process.argv[2]!) as SwitchOrder);

async function main({ folders, host, port, version }: SwitchOrder): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort(new Failure('CANCELLED', 'The switch was stopped'));
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const table = new SwitchTable({ folders, version, env: process.env });
  const token = randomBytes(32).toString('hex');
  const common = { signal: ending.signal, log: { logger: silentLogger } };
  const proxy = await startServer(createProxyApp(table), { host, port, ...common });
  const controlApp = createControlApp(table, token, end);
  const control = await startServer(controlApp, { host: '127.0.0.1', port: 0, ...common });
  const path = switchFile(folders);
  await table.readAll((error) => process.emitWarning(toFailure(error)));
  await writeSwitchFile(path, {
    pid: process.pid,
    token,
    control: control.address,
    address: proxy.address,
  });
  await Promise.all([proxy.closed, control.closed]);
  await table.stopAll();
  await removeSwitchFile(path);
  process.exit(0);
}
