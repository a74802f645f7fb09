import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from './place.ts';

/** A server to compare with: how it is started, and what it is asked. */
export interface Peer extends Target {
  readonly port: number;
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const folder = fileURLToPath(new URL('./peers/', import.meta.url));
const headers = { 'content-type': 'application/json' };
const row = Buffer.from(JSON.stringify({ x: 1.5 }));
const tensor = Buffer.from(
  JSON.stringify({ inputs: [{ name: 'x', shape: [1], datatype: 'FP64', data: [1.5] }] }),
);

/**
 * Those of DEEPaaS, LitServe and MLServer that are in a folder of programs of `ORANGERY_PEERS`
 * (as PATH has it), each with the trivial model and as many processes as it starts by itself.
 */
export async function findPeers(searchPath = process.env.ORANGERY_PEERS ?? ''): Promise<Peer[]> {
  const found: Peer[] = [];
  for (const bin of searchPath.split(delimiter).filter((name) => name !== '')) {
    if (await isProgram(join(bin, 'deepaas-run'))) found.push(deepaas(bin));
    if (await isProgram(join(bin, 'litserve'))) found.push(litserve(bin));
    if (await isProgram(join(bin, 'mlserver'))) found.push(mlserver(bin));
  }
  return found;
}

function deepaas(bin: string): Peer {
  return {
    ...{ name: 'DEEPaaS', port: 5711, headers, body: row },
    file: join(bin, 'deepaas-run'),
    args: ['--listen-port', '5711'],
    env: { PYTHONPATH: join(folder, 'deepaas'), DEEPAAS_V2_MODEL: 'trivial' },
    url: 'http://127.0.0.1:5711/v2/models/trivial/predict/',
  };
}

function litserve(bin: string): Peer {
  return {
    ...{ name: 'LitServe', port: 5712, headers, body: row },
    file: join(bin, 'python'),
    args: [join(folder, 'litserve_trivial.py'), '5712'],
    url: 'http://127.0.0.1:5712/predict',
  };
}

function mlserver(bin: string): Peer {
  return {
    ...{ name: 'MLServer', port: 5713, headers, body: tensor },
    file: join(bin, 'mlserver'),
    args: ['start', '.'],
    cwd: join(folder, 'mlserver'),
    env: { MLSERVER_HTTP_PORT: '5713', MLSERVER_GRPC_PORT: '5714' },
    url: 'http://127.0.0.1:5713/v2/models/trivial/infer',
  };
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    // not in this folder
    () => false,
  );
}
