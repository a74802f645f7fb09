import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Failure } from '@orangery/schemas';
import { readTable } from '../../../../runner/src/recipes/tables/read-table.ts';
import { parquetBytes } from '../../../helpers/parquet-bytes.ts';

// with the round trips of scan-rows.test.ts, 10,000 cases and more

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const slowestMs = 5000;

/** Reads what may be anything: a table whose rows are as wide as it says, or a failure. */
async function readsOrFails(bytes: Uint8Array, name: string): Promise<boolean> {
  const start = performance.now();
  try {
    const { columns, rows, places } = await readTable(bytes, name);
    expect(rows.every((row) => row.length === columns.length)).toBe(true);
    expect(rows.flat().every((cell) => cell === null || typeof cell === 'string')).toBe(true);
    expect(places.numbers).toHaveLength(rows.length);
    expect(new Set(columns).size).toBe(columns.length);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.code).toBe('DATASET_INVALID');
    expect(error.message).toContain(name);
    return false;
  } finally {
    expect(performance.now() - start).toBeLessThan(slowestMs);
  }
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '"',
        ',',
        ';',
        '\t',
        '|',
        '\n',
        '\r',
        '{',
        '}',
        '[',
        ']',
        ':',
        '\\',
        'a',
        '1',
        ' ',
      ),
      {
        maxLength: 80,
      },
    )
    .map((parts) => parts.join('')),
);

it('takes any text for a table or says what is wrong, 2,000 texts', async () => {
  const anyName = fc.constantFrom('data.csv', 'data.jsonl', 'data.json', 'data', 'data.parquet');
  await fc.assert(
    fc.asyncProperty(anyText, anyName, async (text, name) => {
      await readsOrFails(encode(text), name);
    }),
    { numRuns: 2000 },
  );
});

const csv = 'id,size,"kind, sort",note\n1,1.5,a,"x ""y""\nz"\n2,,b,\n3,2.5,a,ä\n';
const jsonLines = '{"id": 1, "size": 1.5, "kind": "a\\n"}\n{"id": 2, "size": null}\n{"id": 3}\n';
const jsonList = `[${jsonLines.trim().split('\n').join(',\n')}]`;

it.each([
  ['CSV', 'data.csv', csv],
  ['JSON lines', 'data.jsonl', jsonLines],
  ['a JSON list', 'data.json', jsonList],
])('survives mutations of %s, 700 of each', async (_, name, text) => {
  expect(await readsOrFails(encode(text), name)).toBe(true);
  await fc.assert(
    fc.asyncProperty(mutations(encode(text).length), async (changes) => {
      await readsOrFails(mutate(encode(text), changes), name);
    }),
    { numRuns: 700 },
  );
});

it('survives mutations of Parquet, 3,000 in all', async () => {
  const folder = new URL('../../../fixtures/tables/', import.meta.url);
  const names = ['none', 'snappy', 'gzip', 'brotli', 'zstd', 'lz4'].map((name) => `types-${name}`);
  const files = await Promise.all(
    [...names, 'encodings', 'int96', 'nested'].map(async (name) =>
      Uint8Array.from(await readFile(new URL(`${name}.parquet`, folder))),
    ),
  );
  const small = parquetBytes([
    { name: 'size', data: [1, 2, 2, null], type: 'DOUBLE' },
    { name: 'kind', data: ['a', 'b', 'b', null], type: 'STRING' },
  ]);
  const outcomes = { read: 0, refused: 0 };
  const anyFile = fc.constantFrom(...files, ...Array.from({ length: files.length }, () => small));
  await fc.assert(
    fc.asyncProperty(
      anyFile.chain((file) => fc.tuple(fc.constant(file), mutations(file.length))),
      async ([file, changes]) => {
        const isRead = await readsOrFails(mutate(file, changes), 'data.parquet');
        outcomes[isRead ? 'read' : 'refused'] += 1;
      },
    ),
    { numRuns: 3000 },
  );
  // were all refused at once, nothing behind the first check would have been tried
  expect(outcomes.read).toBeGreaterThan(200);
  expect(outcomes.refused).toBeGreaterThan(500);
});

interface Change {
  readonly at: number;
  readonly remove: number;
  readonly insert: readonly number[];
}

/** Bytes set, cut out or put in, most often one set; numbers that lengths are made of come often. */
function mutations(length: number): fc.Arbitrary<readonly Change[]> {
  const anyByte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0, 1, 0x7f, 0x80, 0xfe, 0xff, 0x22, 0x2c, 0x0a),
  );
  const at = fc.integer({ min: 0, max: length - 1 });
  const set = fc.record({ at, remove: fc.constant(1), insert: fc.tuple(anyByte) });
  const splice = fc.record({
    at,
    remove: fc.integer({ min: 0, max: 8 }),
    insert: fc.array(anyByte, { maxLength: 8 }),
  });
  return fc.array(fc.oneof({ weight: 4, arbitrary: set }, { weight: 1, arbitrary: splice }), {
    minLength: 1,
    maxLength: 4,
  });
}

function mutate(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  const list = [...bytes];
  for (const { at, remove, insert } of changes) list.splice(at, remove, ...insert);
  return Uint8Array.from(list);
}
