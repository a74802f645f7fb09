import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orangery, root } from '../../helpers/orangery.ts';
import { signs } from '../../helpers/sites/shared-site.ts';
import { answer, open, openTryIt, results, section, type TryItSite } from './try-it-page.ts';

let site: TryItSite;

beforeAll(async () => {
  site = await openTryIt();
});

afterAll(() => site?.close());

describe('a picture', () => {
  it.skipIf(signs === undefined).each<readonly [string, MakePicture]>([
    ['as it was taken', async (bytes: Buffer) => ['sign.jpg', bytes]],
    [
      'large and turned',
      async (bytes: Buffer) => {
        const large = sharp(bytes).resize(1600, 1200, { fit: 'cover' }).rotate(90);
        const turned = await large.jpeg().withMetadata({ orientation: 8 }).toBuffer();
        return ['turned.jpg', turned];
      },
    ],
    [
      'of 700 pixels, WebP',
      async (bytes: Buffer) => ['sign.webp', await sharp(bytes).resize(700).webp().toBuffer()],
    ],
    [
      'half transparent',
      async (bytes: Buffer) => ['clear.png', await sharp(bytes).ensureAlpha(0.5).png().toBuffer()],
    ],
    [
      'in shades of grey',
      async (bytes: Buffer) => ['grey.png', await sharp(bytes).greyscale().png().toBuffer()],
    ],
  ])('%s gives the same as on the server', async (_, make) => {
    const [name, bytes] = await make(await onePhoto(signs!));
    await mkdir(results, { recursive: true });
    const file = join(results, name);
    await writeFile(file, bytes);
    const expected = await onServer('sign-reader', file);
    await site.withModule('sign-reader', async (page) => {
      await open(page);
      await section(page).locator('input[type="file"]').setInputFiles(file);
      const found = await answer(page);
      expect(found['label']).toBe(expected['label']);
      expect(apart(found['probabilities'], expected['probabilities'])).toBeLessThan(0.02);
    });
  });

  it.each(['leaf-classifier', 'fruit-detector', 'fruit-segmenter'])(
    'of %s: every sample gives the same as on the server',
    async (id) => {
      await site.withModule(id, async (page) => {
        await open(page);
        const samples = section(page).locator('.samples button');
        for (const name of await samples.allInnerTexts()) {
          const expected = await onServer(id, join(root, 'modules', id, 'sample', name));
          await samples.filter({ hasText: name }).click();
          await section(page).getByText(name, { exact: false }).first().waitFor();
          const found = await answer(page);
          expect(apart(found, expected), `${id} ${name}`).toBeLessThan(0.002);
        }
      });
    },
  );

  it('is dropped, pasted, or taken by the camera', async () => {
    const bytes = await readFile(join(root, 'modules/leaf-classifier/sample/oak.webp'), 'base64');
    await site.withModule('leaf-classifier', async (page) => {
      await open(page);
      await give(page, bytes, 'drop');
      expect((await answer(page))['label']).toBe('oak');
      await give(page, bytes, 'paste');
      expect((await answer(page))['label']).toBe('oak');
      await page.getByRole('button', { name: 'Use the camera' }).click();
      await page.getByRole('button', { name: 'Take the picture' }).click();
      expect(Object.keys((await answer(page))['probabilities'] as object)).toHaveLength(6);
      await page.getByRole('button', { name: 'Close the camera' }).click();
      await page.getByRole('button', { name: 'Use the camera' }).waitFor();
    });
  });

  it('that is none is told in the words of the server', async () => {
    await site.withModule('leaf-classifier', async (page) => {
      await open(page);
      const file = { name: 'oak.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
      await section(page).locator('input[type="file"]').setInputFiles(file);
      const problem = section(page).locator('.result .problem');
      await problem.waitFor();
      expect(await problem.innerText()).toContain(
        'oak.png: expected a PNG, JPEG or WebP picture, found 10 bytes that do not decode',
      );
    });
  });
});

describe('other inputs', () => {
  it('a row of a table, with what its columns take', async () => {
    await site.withModule('harvest-estimator', async (page) => {
      await open(page);
      const row = { kind: 'citron', age_years: 35, tub_litres: 130, water_litres: 46.6 };
      const control = (name: string): Locator =>
        section(page).getByRole(/kind|pruned/.test(name) ? 'combobox' : 'spinbutton', { name });
      await control('kind').selectOption(row.kind);
      for (const [name, value] of Object.entries({ ...row, sun_hours: 7, frost_nights: 3 })) {
        if (name !== 'kind') await control(name.replace('_', ' ')).fill(String(value));
      }
      await control('pruned').selectOption('no');
      await page.getByRole('button', { name: 'Predict' }).click();
      expect((await answer(page))['value']).toBeCloseTo(5.9301, 3);
    });
  });

  it('a table, a text, tokens, a series and a recording give an answer', async () => {
    const seen: Record<string, string> = {};
    for (const id of [
      ...['seed-forest', 'letter-sorter', 'ingredient-tagger'],
      ...['kiosk-forecaster', 'sound-classifier'],
    ]) {
      await site.withModule(id, async (page) => {
        await open(page);
        await section(page).locator('.samples button').first().click();
        await answer(page);
        seen[id] = (await section(page).locator('.result').innerText()).replace(/\s+/g, ' ');
      });
    }
    expect(seen['seed-forest']).toMatch(/label probability 1 Aldersey/);
    expect(seen['letter-sorter']).toMatch(/roads/);
    expect(seen['ingredient-tagger']).toMatch(/B-FOOD/);
    expect(seen['kiosk-forecaster']).toMatch(/Time Value Likely/);
    expect(seen['sound-classifier']).toMatch(/^bell/);
  });
});

/** A file's name and bytes, of a photograph. */
type MakePicture = (photo: Buffer) => Promise<readonly [string, Buffer]>;

/** A photograph of a hand that shows a three. */
async function onePhoto(archive: string): Promise<Buffer> {
  const isOne = ({ name }: { readonly name: string }): boolean => name === '3/IMG_1121.JPG';
  const [photo] = Object.values(unzipSync(await readFile(archive), { filter: isOne }));
  return Buffer.from(photo!);
}

async function onServer(id: string, file: string): Promise<Readonly<Record<string, unknown>>> {
  const folder = join(site.root, 'modules', id);
  const told = await orangery(['predict', folder, '--input', file, '--json', '--backend', 'wasm']);
  if (told.code !== 0) throw new Error(told.stderr);
  return told.record as Readonly<Record<string, unknown>>;
}

/** Largest difference of a number that both have; names and places must be the same. */
function apart(found: unknown, expected: unknown): number {
  if (typeof found === 'number' && typeof expected === 'number') {
    return Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  }
  if (typeof found === 'object' && found !== null) {
    const other = (expected ?? {}) as Readonly<Record<string, unknown>>;
    return Math.max(0, ...Object.entries(found).map(([name, value]) => apart(value, other[name])));
  }
  return found === expected ? 0 : Infinity;
}

/** Gives a picture as a drop on the form, or as a paste anywhere. */
async function give(page: Page, base64: string, way: 'drop' | 'paste'): Promise<void> {
  await page.evaluate(
    ([text, name]) => {
      const bytes = Uint8Array.from(atob(text!), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'oak.webp', { type: 'image/webp' }));
      const target = name === 'drop' ? document.querySelector('.try-it .drop') : document.body;
      const event =
        name === 'drop'
          ? new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true })
          : new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true });
      target?.dispatchEvent(event);
    },
    [base64, way],
  );
}
