/**
 * How fast a data set comes: a 2 GiB file over loopback, fetched by the library and by the whole
 * command, against `curl -o` and then `sha256sum`, in turns. Fails when it misses its bounds.
 */
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const sizeBytes = 2 * 1024 ** 3;
const rounds = 3;
const leastRatio = 0.7;
const mostMemoryBytes = 200_000_000;
const here = import.meta.dirname;

interface Timing {
  readonly seconds: number;
  readonly sha256: string;
  readonly peakBytes?: number;
}

const folder = await mkdtemp(join(tmpdir(), 'orangery-bench-'));
try {
  await benchDownload();
} finally {
  await rm(folder, { recursive: true, force: true });
}
await import('./unpack.ts');

async function benchDownload(): Promise<void> {
  const file = join(folder, 'data.csv');
  await writeTable(file);
  const server = spawn(process.execPath, [join(here, 'file-server.ts'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [port] = (await once(server.stdout, 'data')) as [Buffer];
    await compare(`http://127.0.0.1:${String(port).trim()}/data.csv`);
  } finally {
    server.kill();
  }
}

async function compare(link: string): Promise<void> {
  const ours: Timing[] = [];
  const theirs: Timing[] = [];
  say('download of 2 GiB over loopback, seconds');
  for (let round = 1; round <= rounds; round += 1) {
    theirs.push(await byCurl(link));
    ours.push(await byLibrary(link));
    say(
      `  round ${round}: curl + sha256sum ${show(theirs.at(-1)!)}, fetchFile ${show(ours.at(-1)!)}`,
    );
  }
  const command = await byCommand(link);
  say(`  orangery dataset fetch, all of it: ${command}`);
  // the fastest of each: whatever else the machine does only slows them down
  const ratio = fastest(theirs) / fastest(ours);
  const peakBytes = Math.max(...ours.map((timing) => timing.peakBytes ?? 0));
  const isSame = new Set([...ours, ...theirs].map(({ sha256 }) => sha256)).size === 1;
  say(`  throughput ÷ curl + sha256sum: ${ratio.toFixed(2)} (at least ${leastRatio})`);
  say(`  peak memory: ${(peakBytes / 1e6).toFixed(0)} MB (below ${mostMemoryBytes / 1e6} MB)`);
  if (!isSame) fail('the hashes differ');
  if (ratio < leastRatio) fail('too slow');
  if (peakBytes >= mostMemoryBytes) fail('too much memory');
}

async function byCurl(link: string): Promise<Timing> {
  const file = join(folder, 'by-curl');
  const start = performance.now();
  run('curl', ['-sS', '-o', file, link]);
  const sha256 = run('sha256sum', [file]).split(' ')[0]!;
  const seconds = (performance.now() - start) / 1000;
  await rm(file);
  return { seconds, sha256 };
}

async function byLibrary(link: string): Promise<Timing> {
  const cache = join(folder, 'cache');
  const start = performance.now();
  const output = run(process.execPath, [join(here, 'fetch-once.ts'), link, cache]);
  const seconds = (performance.now() - start) / 1000;
  await rm(cache, { recursive: true });
  return { ...(JSON.parse(output) as Omit<Timing, 'seconds'>), seconds };
}

async function byCommand(link: string): Promise<string> {
  const cache = join(folder, 'cache');
  const start = performance.now();
  const cli = join(here, '..', '..', 'cli', 'bin', 'orangery.mjs');
  const { status, stderr } = spawnSync(process.execPath, [cli, 'dataset', 'fetch', link], {
    env: { ...process.env, ORANGERY_CACHE: cache, ORANGERY_STATE: join(folder, 'state') },
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  await rm(cache, { recursive: true, force: true });
  return status === 0
    ? `${seconds.toFixed(2)} s`
    : `failed after ${seconds.toFixed(2)} s: ${/✗ .*/.exec(stderr)?.[0] ?? stderr}`;
}

/** A table whose cells are random, so that nothing on the way can make it smaller. */
async function writeTable(file: string): Promise<void> {
  const handle = await open(file, 'w');
  const row = 128;
  const random = randomBytes(8 * 1024 * 1024).toString('base64');
  const rows = random.replaceAll(
    new RegExp(`(.{${row / 2 - 1}})(.{${row / 2 - 1}}).{2}`, 'g'),
    '$1,$2\n',
  );
  const block = Buffer.from(rows.slice(0, 8 * 1024 * 1024));
  for (let bytes = 0; bytes < sizeBytes; bytes += block.length) await handle.write(block);
  await handle.close();
}

function run(file: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(file, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} failed: ${error?.message ?? stderr}`);
  return stdout;
}

function fastest(timings: readonly Timing[]): number {
  return Math.min(...timings.map(({ seconds }) => seconds));
}

function show({ seconds, peakBytes }: Timing): string {
  const memory = peakBytes === undefined ? '' : ` (${(peakBytes / 1e6).toFixed(0)} MB)`;
  return `${seconds.toFixed(2)}${memory}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function fail(reason: string): void {
  say(`  ✗ ${reason}`);
  process.exitCode = 1;
}
