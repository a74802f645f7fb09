/**
 * How fast archives are unpacked: 100,000 small files, each hashed, by the library and by the
 * system's programs, which hash nothing, in turns on one disk:
 * `node test/bench/unpack.ts [rounds] [folder]`. Fails when zip is slower than `unzip`.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { openStored } from '../../runner/src/dataset/archive/open-stored.ts';
import { removeView } from '../../runner/src/dataset/archive/remove-view.ts';
import { defaultFetchLimits, noAccess } from '../../runner/src/dataset/index.ts';
import { hashFile, type StoredFile } from '../../runner/src/dataset/stored-file.ts';
import { silentLogger } from '../../runner/src/world.ts';
import { tarBytes } from '../helpers/tar-bytes.ts';
import { zipBytes } from '../helpers/zip-bytes.ts';

const fileCount = 100_000;
const rounds = Number(process.argv[2] ?? 5);
const run = promisify(execFile);
const { signal } = new AbortController();
let runs = 0;

type Unpack = (archive: StoredFile, into: string) => Promise<unknown>;

const programs: Readonly<Record<string, Unpack>> = {
  'unzip -q': ({ path }, into) => run('unzip', ['-q', '-d', into, path]),
  'tar xzf': async ({ path }, into) => {
    await run('mkdir', [into]);
    await run('tar', ['xzf', path, '-C', into]);
  },
};

const folder = await mkdtemp(join(process.argv[3] ?? tmpdir(), 'orangery-unpack-'));
try {
  const ratio = await compare(await makeZip(), 'unzip -q');
  await compare(await makeTar(), 'tar xzf');
  if (ratio < 1) process.exitCode = 1;
} finally {
  await removeView(folder);
}

/** @returns how many times as long as ours the program takes */
async function compare(archive: string, program: string): Promise<number> {
  const { size } = await stat(archive);
  say(
    `unpacking of ${basename(archive)}, ${fileCount} files, ${Math.round(size / 1e6)} MB, seconds`,
  );
  const stored = await hashFile(archive, signal);
  const ours: number[] = [];
  const theirs: number[] = [];
  await time(byLibrary, stored);
  for (let round = 1; round <= rounds; round += 1) {
    theirs.push(await time(programs[program]!, stored));
    ours.push(await time(byLibrary, stored));
    say(`  round ${round}: ${program} ${show(theirs.at(-1)!)}, openStored ${show(ours.at(-1)!)}`);
  }
  const ratio = median(theirs) / median(ours);
  say(`  median: ${program} ${show(median(theirs))}, openStored ${show(median(ours))}`);
  say(`  ${program} takes ${ratio.toFixed(2)} times as long`);
  return ratio;
}

/** Each run gets a folder of its own: ext4 is many times slower where much was removed just before. */
async function time(unpack: Unpack, archive: StoredFile): Promise<number> {
  runs += 1;
  // what an earlier run left to write would be counted to this one
  await run('sync', []);
  const start = performance.now();
  await unpack(archive, join(folder, `run-${runs}`));
  return (performance.now() - start) / 1000;
}

async function byLibrary(stored: StoredFile, cacheFolder: string): Promise<void> {
  const name = basename(stored.path);
  const { files } = await openStored(
    { ...stored, name, label: name },
    {
      allowLocal: true,
      baseFolder: folder,
      cacheFolder,
      access: noAccess,
      limits: defaultFetchLimits,
      world: { now: Date.now, signal, logger: silentLogger, report: () => {} },
    },
  );
  if (files.length !== fileCount) throw new Error(`expected ${fileCount} files`);
}

/** Texts of some hundred bytes in a hundred folders, as classes are. */
function* smallFiles(): Generator<{ name: string; content: Buffer }> {
  for (let index = 0; index < fileCount; index += 1) {
    const name = `class-${index % 100}/${String(index).padStart(6, '0')}.txt`;
    yield {
      name,
      content: Buffer.from(`${randomBytes(300).toString('hex')}${' '.repeat(index % 400)}`),
    };
  }
}

async function makeZip(): Promise<string> {
  const path = join(folder, 'many.zip');
  const entries = [...smallFiles()].map((file) => ({ ...file, isDeflated: true }));
  await writeFile(path, zipBytes(entries, { zip64: {} }));
  return path;
}

async function makeTar(): Promise<string> {
  const path = join(folder, 'many.tar.gz');
  await writeFile(path, gzipSync(tarBytes([...smallFiles()])));
  return path;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function show(seconds: number): string {
  return seconds.toFixed(2);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
