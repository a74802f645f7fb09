import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { decodeImage } from '../../../runner/src/dataset/decode-image.ts';
import { createRandom } from '../../../runner/src/random.ts';
import { drawLeaf } from '../../../runner/samples/leaves/draw-leaf.ts';
import { packLeaves } from '../../../runner/samples/leaves/pack-leaves.ts';
import {
  allSpecies,
  type Line,
  type Species,
} from '../../../runner/samples/leaves/species/index.ts';
import { generate } from './generate.ts';

const sample = new URL('../../../modules/leaf-classifier/sample/', import.meta.url);
const oak = allSpecies.find(({ name }) => name === 'oak')!;
const leaf = { seed: 1, preset: 'standard', species: oak, index: 0 } as const;

describe('a leaf', () => {
  it('has the same bytes each time, and others with another seed, index or preset', async () => {
    const bytes = await drawLeaf(leaf);
    expect(await drawLeaf(leaf)).toEqual(bytes);
    const others = [{ seed: 2 }, { index: 1 }, { preset: 'other' }] as const;
    for (const other of others) expect(await drawLeaf({ ...leaf, ...other })).not.toEqual(bytes);
  });

  it('is a colour picture of 64 × 64 pixels', async () => {
    expect(await decodeImage(await drawLeaf(leaf))).toMatchObject({
      width: 64,
      height: 64,
      channels: 3,
    });
  });

  it('has an outline that tells its species apart from every other', () => {
    const traits = allSpecies.map(outlineTraits);
    const closest = traits.flatMap((one, index) =>
      traits.slice(index + 1).map((other) => separation(one, other)),
    );
    expect(Math.min(...closest)).toBeGreaterThan(2);
  });

  it('can be of any colour that neighbours it in ripeness, whatever its species', () => {
    const greenest = Math.max(...allSpecies.map(({ ripeness }) => ripeness[0]));
    const brownest = Math.min(...allSpecies.map(({ ripeness }) => ripeness[1]));
    expect(brownest - greenest).toBeGreaterThan(0.5);
  });
});

describe('the shipped pictures', () => {
  // elsewhere the image library's last digits may differ; what the pictures show does not
  const isWhereTheyWereDrawn = process.platform === 'linux' && process.arch === 'x64';

  it.runIf(isWhereTheyWereDrawn)('come from the documented command, byte for byte', async () => {
    const made = await generate('leaves', [
      ...['--seed', '1', '--per-class', '60', '--preset', 'standard'],
    ]);
    expect(made.equals(await readFile(new URL('leaves.zip', sample)))).toBe(true);
  });

  it.each(allSpecies.map((species) => [species.name, species] as const))(
    'hold a single %s that the zip does not',
    async (name, species) => {
      const shipped = await readFile(new URL(`${name}.webp`, sample));
      const drawn = await drawLeaf({ ...leaf, seed: 2, species });
      expect(await meanDifference(shipped, drawn)).toBeLessThan(2);
      expect((await readFile(new URL('leaves.zip', sample))).includes(shipped)).toBe(false);
    },
  );

  it('stay small enough for Git', async () => {
    expect((await readFile(new URL('leaves.zip', sample))).length).toBeLessThan(900_000);
  });
});

it('packs a folder a class whatever the time zone', async () => {
  const before = process.env.TZ;
  try {
    process.env.TZ = 'Pacific/Auckland';
    const one = await packLeaves({ seed: 1, preset: 'other', perClass: 1 });
    process.env.TZ = 'America/Lima';
    const two = await packLeaves({ seed: 1, preset: 'other', perClass: 1 });
    expect(Buffer.compare(one, two)).toBe(0);
    for (const { name } of allSpecies) {
      expect(Buffer.from(one).includes(`${name}/000.webp`)).toBe(true);
    }
  } finally {
    if (before === undefined) delete process.env.TZ;
    else process.env.TZ = before;
  }
});

it('says what is wrong with its arguments', async () => {
  await expect(generate('leaves', ['--per-class', 'many'])).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'USAGE: --per-class: expected a whole number from 1 up, found many',
    ),
  });
});

/** Between two pictures of one size, in 8-bit levels. */
async function meanDifference(one: Uint8Array, other: Uint8Array): Promise<number> {
  const [first, second] = await Promise.all([decodeImage(one), decodeImage(other)]);
  const sum = first.data.reduce(
    (total, value, index) => total + Math.abs(value - second.data[index]!),
    0,
  );
  return sum / first.data.length;
}

interface Trait {
  readonly mean: number;
  readonly deviation: number;
}

/** Of a species' outlines: area by perimeter, width by length, area by area of their box. */
function outlineTraits(species: Species): readonly Trait[] {
  const outlines = Array.from(
    { length: 40 },
    (_, seed) => species.grow(createRandom(seed)).outline,
  );
  return [compactness, elongation, fullness].map((measure) => {
    const values = outlines.map(measure);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / values.length) };
  });
}

/** In pooled standard deviations, by the trait that differs most. */
function separation(one: readonly Trait[], other: readonly Trait[]): number {
  return Math.max(
    ...one.map(({ mean, deviation }, index) => {
      const { mean: otherMean, deviation: otherDeviation } = other[index]!;
      return Math.abs(mean - otherMean) / Math.sqrt((deviation ** 2 + otherDeviation ** 2) / 2);
    }),
  );
}

/** 1 for a circle (Polsby and Popper 1991). */
function compactness(outline: Line): number {
  const perimeter = sumOverEdges(outline, ([x, y], [nextX, nextY]) =>
    Math.hypot(nextX - x, nextY - y),
  );
  return (4 * Math.PI * area(outline)) / perimeter ** 2;
}

function elongation(outline: Line): number {
  const [width, length] = box(outline);
  return width / length;
}

function fullness(outline: Line): number {
  const [width, length] = box(outline);
  return area(outline) / (width * length);
}

function area(outline: Line): number {
  return Math.abs(sumOverEdges(outline, ([x, y], [nextX, nextY]) => (x * nextY - nextX * y) / 2));
}

function box(outline: Line): [number, number] {
  const extent = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  return [extent(outline.map(([x]) => x)), extent(outline.map(([, y]) => y))];
}

function sumOverEdges(
  outline: Line,
  measure: (from: Line[number], to: Line[number]) => number,
): number {
  return outline.reduce(
    (sum, point, index) => sum + measure(point, outline[(index + 1) % outline.length]!),
    0,
  );
}
