import {
  median,
  putLoad,
  serverProgram,
  startServerProgram,
  stopServers,
  type Seen,
  type Target,
} from './place.ts';

/** The reference CNN in our server, in one configuration. */
export interface Batching {
  readonly title: string;
  readonly clients: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly refused: number;
}

const configurations = [
  { title: 'maxBatch 1, 1 worker', port: 5721, workers: 1, maxBatch: 1 },
  { title: 'maxBatch 1, 2 workers', port: 5722, workers: 2, maxBatch: 1 },
  { title: 'maxBatch 32, 1 worker', port: 5723, workers: 1, maxBatch: 32 },
] as const;

/** One picture of 28 × 28 numbers, as a binary tensor: most of the time is then the model's. */
function pictureRequest(): Pick<Target, 'headers' | 'body'> {
  const pixels = Float32Array.from({ length: 28 * 28 }, (_, index) => (index % 7) / 7);
  const parameters = { binary_data_size: pixels.byteLength };
  const head = JSON.stringify({
    inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 28, 28, 1], parameters }],
  });
  return {
    headers: {
      'content-type': 'application/octet-stream',
      'inference-header-content-length': String(Buffer.byteLength(head)),
    },
    body: Buffer.concat([Buffer.from(head), new Uint8Array(pixels.buffer)]),
  };
}

/** At 1 and 32 clients, all configurations in turn, round after round. */
export async function measureBatching(seconds: number, rounds: number): Promise<Batching[]> {
  const all: Batching[] = [];
  for (const clients of [1, 32]) {
    const seen = new Map<string, Seen[]>(configurations.map(({ title }) => [title, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const one of configurations) {
        process.stderr.write(`${one.title}, ${clients} clients …\n`);
        seen.get(one.title)!.push(await measureOne(one, clients, seconds));
      }
    }
    for (const [title, mine] of seen) all.push(summary(title, clients, mine));
  }
  return all;
}

/** Alone: idle workers of another configuration would be polled for no work, but hold memory. */
async function measureOne(
  { title, port, workers, maxBatch }: (typeof configurations)[number],
  clients: number,
  seconds: number,
): Promise<Seen> {
  try {
    const program = serverProgram('ours', port, 'reference-cnn', String(workers), String(maxBatch));
    await startServerProgram(program);
    const url = `http://127.0.0.1:${port}/v2/models/cnn/infer`;
    const target = { name: title, url, ...pictureRequest() };
    await putLoad(target, clients, seconds);
    return await putLoad(target, clients, seconds);
  } finally {
    await stopServers();
  }
}

function summary(title: string, clients: number, seen: readonly Seen[]): Batching {
  return {
    ...{ title, clients },
    perSecond: median(seen.map(({ perSecond }) => perSecond)),
    p50Ms: median(seen.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(seen.map(({ p99Ms }) => p99Ms)),
    refused: seen.reduce((sum, { refused }) => sum + refused, 0),
  };
}
