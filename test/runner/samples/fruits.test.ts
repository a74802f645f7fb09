import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { drawFruits, type FruitPicture } from '../../../runner/samples/fruits/draw-fruits.ts';
import { fruitNames } from '../../../runner/samples/fruits/fruit.ts';
import { encodePicture } from '../../../runner/samples/fruits/pack-fruits.ts';
import { decodeImage } from '../../../runner/src/dataset/decode-image.ts';
import { generate } from './generate.ts';

const table = { seed: 1, preset: 'standard', index: 3 } as const;

describe('a picture of fruit', () => {
  it('is the same each time, and another with another seed, index or preset', () => {
    const { pixels } = drawFruits(table);
    expect(drawFruits(table).pixels).toEqual(pixels);
    const others = [{ seed: 2 }, { index: 4 }, { preset: 'other' }] as const;
    for (const other of others)
      expect(drawFruits({ ...table, ...other }).pixels).not.toEqual(pixels);
  });

  it('has boxes that hold exactly the pixels that its mask says are seen', () => {
    for (let index = 0; index < 12; index += 1) {
      const picture = drawFruits({ ...table, index });
      const marked = new Set([...picture.mask].filter((label) => label > 0));
      expect(new Set(picture.fruit.map(({ name }) => 1 + fruitNames.indexOf(name)))).toEqual(
        marked,
      );
      expect(outsideBoxes(picture)).toBe(0);
    }
  });

  it('has every kind in about equal numbers, and sometimes none', () => {
    const pictures = Array.from({ length: 40 }, (_, index) => drawFruits({ ...table, index }));
    const counts = fruitNames.map(
      (name) => pictures.flatMap(({ fruit }) => fruit.filter((seen) => seen.name === name)).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(0.5 * Math.max(...counts));
    expect(pictures.some(({ fruit }) => fruit.length === 0)).toBe(true);
  });

  it('has under other conditions another shape and more noise', () => {
    const other = drawFruits({ ...table, preset: 'other' });
    expect([other.width, other.height]).toEqual([120, 96]);
    expect(roughness('other')).toBeGreaterThan(1.2 * roughness('standard'));
  });
});

describe('the shipped pictures', () => {
  // elsewhere the image library's last digits may differ; what the pictures show does not
  const isWhereTheyWereDrawn = process.platform === 'linux' && process.arch === 'x64';

  it.runIf(isWhereTheyWereDrawn).each([
    ['fruit-boxes', 'fruit-detector'],
    ['fruit-masks', 'fruit-segmenter'],
  ])('begin as %s makes them, byte for byte', async (script, module) => {
    const args = ['--seed', '1', '--pictures', '12', '--preset', 'standard'];
    const made = await generate(script, args);
    const zip = await shipped(module, 'fruit.zip');
    // a zip of fewer pictures is the same up to its list of contents
    const pictures = made.subarray(0, made.indexOf('PK\u0001\u0002', 0, 'latin1'));
    expect(zip.subarray(0, pictures.length).equals(pictures)).toBe(true);
    expect(pictures.length).toBeGreaterThan(10_000);
    expect(zip.length).toBeLessThan(400_000);
  });

  it.each([1, 2, 3])('have table %i beside them, which the zips do not hold', async (number) => {
    for (const module of ['fruit-detector', 'fruit-segmenter']) {
      const single = await shipped(module, `table-${number}.webp`);
      const drawn = await encodePicture(
        drawFruits({ seed: 2, preset: 'standard', index: number - 1 }),
      );
      const [one, other] = [await decodeImage(single), await decodeImage(drawn)];
      const differences = one.data.map((value, index) => Math.abs(value - other.data[index]!));
      expect(differences.reduce((sum, value) => sum + value, 0) / one.data.length).toBeLessThan(2);
      expect((await shipped(module, 'fruit.zip')).includes(single)).toBe(false);
    }
  });
});

async function shipped(module: string, file: string): Promise<Buffer> {
  return readFile(new URL(`../../../modules/${module}/sample/${file}`, import.meta.url));
}

/** Pixels of fruit that lie in no box of their kind. */
function outsideBoxes({ fruit, mask, width }: FruitPicture): number {
  return [...mask.entries()].filter(([pixel, label]) => {
    if (label === 0) return false;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return !fruit.some(
      (seen) =>
        1 + fruitNames.indexOf(seen.name) === label &&
        x >= seen.x &&
        x < seen.x + seen.width &&
        y >= seen.y &&
        y < seen.y + seen.height,
    );
  }).length;
}

/** Mean difference of neighbouring pixels, which noise makes larger. */
function roughness(preset: 'standard' | 'other'): number {
  const pictures = Array.from({ length: 12 }, (_, index) => drawFruits({ seed: 1, preset, index }));
  const steps = pictures.flatMap(({ pixels }) =>
    Array.from({ length: 900 }, (_, place) =>
      Math.abs(pixels[place * 3]! - pixels[place * 3 + 3]!),
    ),
  );
  return steps.reduce((sum, step) => sum + step, 0) / steps.length;
}
