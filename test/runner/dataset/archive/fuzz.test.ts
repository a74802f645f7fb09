import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { Failure } from '@orangery/schemas';
import { longName, paxEntry, tarBytes } from '../../../helpers/tar-bytes.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { zipBytes } from '../../../helpers/zip-bytes.ts';
import { contentOf } from '../../../../runner/src/dataset/archive/content.ts';
import { removeView } from '../../../../runner/src/dataset/archive/remove-view.ts';
import { isPacked, unpack } from '../../../../runner/src/dataset/archive/unpack.ts';
import { ViewWriter } from '../../../../runner/src/dataset/archive/view-writer.ts';

const table = 'a,b\n1,2\n3,4\n';
const tar = tarBytes([
  { name: './', type: '5' },
  { name: './a/', type: '5' },
  { name: './a/1.csv', content: table },
  paxEntry({ path: 'b/ü.txt', mtime: '1.5' }),
  { name: 'b/u.txt', content: 'x'.repeat(600) },
  longName(`${'long/'.repeat(30)}name.txt`),
  { name: 'long', content: 'y' },
]);
const zip = zipBytes([
  { name: 'a/', mode: 0o040755 },
  { name: 'a/1.csv', content: table, isDeflated: true },
  { name: 'b/ü.txt', content: 'x'.repeat(600), isDeflated: true },
  { name: 'c.txt', content: 'y' },
]);
const zip64 = zipBytes([{ name: 'c.txt', content: table, isDeflated: true }], { zip64: {} });

const goodArchives = [
  ['zip', zip],
  ['zip64', zip64],
  ['tar', tar],
  ['tar.gz', gzipSync(tar)],
  ['tar.zst', zstdCompressSync(tar)],
  ['csv.gz', gzipSync(table)],
] as const;

const anyArchive = fc.constantFrom(...goodArchives.map(([, bytes]) => bytes));

type Mutation = (bytes: Buffer) => Buffer;

const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(place, fc.nat(255)).map(([at, value]) => setByte(at, value)),
  fc.tuple(place, fc.nat(7)).map(([at, bit]) => flipBit(at, bit)),
  place.map(
    (at): Mutation =>
      (bytes) =>
        bytes.subarray(0, Math.floor(at * bytes.length)),
  ),
  fc.tuple(place, fc.uint8Array({ maxLength: 40 })).map(([at, more]) => splice(at, at, more)),
  fc.tuple(place, place).map(([from, to]) => splice(from, to, new Uint8Array())),
  fc
    .tuple(place, anyArchive)
    .map(([at, other]) => splice(at, 1, other.subarray(at * other.length))),
  fc
    .tuple(place, fc.constantFrom(0, 0xff, 0x7f), fc.nat(12))
    .map(([at, value, length]) => fill(at, value, length)),
);

it(
  'ends 10,000 damaged archives in files or a refusal, without a trace outside',
  { timeout: 400_000 },
  async () => {
    const root = await tempFolder();
    const outcomes = { files: 0, refused: 0 };
    const damagedArchive = fc
      .tuple(anyArchive, fc.array(mutation, { minLength: 1, maxLength: 4 }))
      .map(([bytes, mutations]) => mutations.reduce((changed, mutate) => mutate(changed), bytes));
    const property = fc.asyncProperty(damagedArchive, async (bytes) => {
      outcomes[await tryUnpack(root, bytes)] += 1;
    });
    await fc.assert(property, { numRuns: 10_000 });
    // a run in which nothing is read, or nothing refused, would prove little
    expect(outcomes.files).toBeGreaterThan(100);
    expect(outcomes.refused).toBeGreaterThan(1000);
    expect(await readdir(root)).toEqual([]);
  },
);

it.each(goodArchives)(
  'reads %s, cut off anywhere, as the same files or not at all',
  async (_, whole) => {
    const root = await tempFolder();
    const expected = await unpackInto(root, whole);
    const step = Math.ceil(whole.length / 400);
    for (let length = 0; length < whole.length; length += step) {
      const found = await unpackInto(root, whole.subarray(0, length)).catch(refusal);
      if (found !== undefined) expect(found).toEqual(expected);
    }
  },
);

async function tryUnpack(root: string, bytes: Buffer): Promise<'files' | 'refused'> {
  const files = await unpackInto(root, bytes).catch(refusal);
  return files === undefined ? 'refused' : 'files';
}

function refusal(error: unknown): undefined {
  expect(error).toBeInstanceOf(Failure);
}

/** What is unpacked from bytes; nothing may lie beside the files. */
async function unpackInto(root: string, bytes: Buffer): Promise<unknown> {
  const content = contentOf(bytes);
  if (!isPacked(content)) return undefined;
  const name = randomBytes(6).toString('hex');
  const path = join(root, `${name}.archive`);
  const view = join(root, name);
  const limits = { maxBytes: 2 ** 20, maxEntries: 50, maxUnpackedBytes: 2 ** 20 };
  await writeFile(path, bytes);
  const writer = new ViewWriter(join(view, 'files'), { label: 'data', maxBytes: 2 ** 20 });
  const file = { path, name: 'data', label: 'data', sha256: '', bytes: bytes.length };
  try {
    const { signal } = new AbortController();
    await unpack(content, { file, limits: { ...limits, ...noTimes }, signal, writer });
    return writer.files;
  } finally {
    writer.close();
    expect((await readdir(root)).toSorted()).toEqual([`${name}.archive`, name].toSorted());
    await removeView(view);
    await removeView(path);
  }
}

const noTimes = { timeoutMs: 0, idleTimeoutMs: 0, slowestBytesPerSecond: 0, slowestWindowMs: 0 };

function setByte(at: number, value: number): Mutation {
  return (bytes) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[Math.floor(at * changed.length)] = value;
    return changed;
  };
}

function flipBit(at: number, bit: number): Mutation {
  return (bytes) => {
    const changed = Buffer.from(bytes);
    if (changed.length > 0) changed[Math.floor(at * changed.length)]! ^= 1 << bit;
    return changed;
  };
}

function fill(at: number, value: number, length: number): Mutation {
  return (bytes) => {
    const start = Math.floor(at * bytes.length);
    return Buffer.from(bytes).fill(value, start, Math.min(bytes.length, start + length));
  };
}

/** Puts bytes in the place of those between two places. */
function splice(from: number, to: number, bytes: Uint8Array): Mutation {
  return (whole) => {
    const [start, end] = [from, to]
      .map((at) => Math.floor(at * whole.length))
      .toSorted((a, b) => a - b);
    return Buffer.concat([whole.subarray(0, start), bytes, whole.subarray(end)]);
  };
}
