import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { openPanel, openRetraining, type RetrainSite } from './retrain-page.ts';

let site: RetrainSite;

beforeAll(async () => {
  site = await openRetraining();
});

afterAll(() => site?.close());

describe('data that is dropped on the panel', () => {
  it('is read from a table', async () => {
    const table = await readFile(join(root, 'modules/seed-classifier/sample/seeds.csv'));
    const folder = await tempFolder({ 'seeds.csv': table });
    await site.withModule('tabular-classifier', async (page) => {
      const panel = await openPanel(page);
      await drop(page, panel, [join(folder, 'seeds.csv')]);
      await page.getByRole('button', { name: 'Start training' }).waitFor();
    });
  });

  it('is read from a folder with a folder of pictures a class', async () => {
    const folder = await tempFolder(await pictures({ red: 12, green: 9 }));
    await site.withModule('image-classifier', async (page) => {
      const panel = await openPanel(page);
      await drop(page, panel, [join(folder, 'colours')]);
      await page.getByRole('button', { name: 'Start training' }).waitFor();
    });
  });
});

/** Drops files or folders of this machine as a hand does: scripts can make no entries of folders. */
async function drop(page: Page, panel: Locator, files: readonly string[]): Promise<void> {
  const { x, y, width, height } = (await panel.locator('.drop').boundingBox())!;
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const place = { x: x + width / 2, y: y + height / 2 };
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  }
}

/** Files of a folder `colours`, as many of each colour as wanted. */
async function pictures(counts: Readonly<Record<string, number>>): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (const [colour, count] of Object.entries(counts)) {
    const create = { width: 32, height: 32, channels: 3 as const, background: colour };
    const bytes = await sharp({ create }).png().toBuffer();
    for (let number = 0; number < count; number += 1) {
      files[`colours/${colour}/${number}.png`] = bytes;
    }
  }
  return files;
}
