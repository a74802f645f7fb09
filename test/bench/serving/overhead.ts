import { findPeers, type Peer } from './peers.ts';
import {
  median,
  putLoad,
  serverProgram,
  startServerProgram,
  stopServers,
  type Seen,
  type Target,
} from './place.ts';

/** Medians of the rounds of one server at one number of clients. */
export interface Overhead {
  readonly server: string;
  readonly clients: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the bare server's requests a second, round by round. */
  readonly ofBare: number;
  readonly refused: number;
}

const clientCounts = [1, 8, 32, 128];
const headers = { 'content-type': 'application/json' };
const body = Buffer.from(JSON.stringify({ x: 1.5 }));
const bare: Target = { name: 'node:http', url: 'http://127.0.0.1:5701/', headers, body };
const framework: Target = { name: 'Fastify', url: 'http://127.0.0.1:5703/', headers, body };
const ours: Target = {
  ...{ name: 'Orangery', headers, body },
  url: 'http://127.0.0.1:5702/v2/models/trivial/predict/',
};

/** The trivial model in every server that is here, all asked in turn, round after round. */
export async function measureOverhead(seconds: number, rounds: number): Promise<Overhead[]> {
  const peers = await findPeers();
  try {
    await startServerProgram(serverProgram('bare', 5701));
    await startServerProgram(serverProgram('fastify', 5703));
    await startServerProgram(serverProgram('ours', 5702, 'trivial'));
    for (const peer of peers) await startServerProgram(peer);
    const targets: readonly (Target | Peer)[] = [bare, framework, ours, ...peers];
    for (const target of targets) await putLoad(target, 8, seconds);
    const all: Overhead[] = [];
    for (const clients of clientCounts) {
      process.stderr.write(`${clients} clients …\n`);
      all.push(...(await measureAt(clients, targets, { seconds, rounds })));
    }
    return all;
  } finally {
    await stopServers();
  }
}

async function measureAt(
  clients: number,
  targets: readonly Target[],
  { seconds, rounds }: { readonly seconds: number; readonly rounds: number },
): Promise<Overhead[]> {
  const seen = new Map<string, Seen[]>(targets.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const target of targets) {
      seen.get(target.name)!.push(await putLoad(target, clients, seconds));
    }
  }
  const base = seen.get(bare.name)!;
  return targets.map(({ name: server }) => {
    const mine = seen.get(server)!;
    return {
      ...{ server, clients },
      perSecond: median(mine.map(({ perSecond }) => perSecond)),
      p50Ms: median(mine.map(({ p50Ms }) => p50Ms)),
      p99Ms: median(mine.map(({ p99Ms }) => p99Ms)),
      ofBare: median(mine.map(({ perSecond }, index) => perSecond / base[index]!.perSecond)),
      refused: mine.reduce((sum, { refused }) => sum + refused, 0),
    };
  });
}
