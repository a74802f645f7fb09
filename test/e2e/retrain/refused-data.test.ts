import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeViolations } from '../../helpers/axe-violations.ts';
import { orangery, root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { choose, openPanel, openRetraining, type RetrainSite } from './retrain-page.ts';

let site: RetrainSite;

beforeAll(async () => {
  site = await openRetraining();
});

afterAll(() => site?.close());

describe('data that cannot be trained on', () => {
  const oneClass = `x,kind\n${'1,a\n'.repeat(30)}`;
  const amounts = Array.from({ length: 40 }, (_, row) => `${row % 7},${row},${row * 1.37}`);

  it.each([
    ['an empty file', 'kinds.csv', ''],
    ['one class', 'kinds.csv', oneClass],
    ['no rows', 'kinds.csv', 'x,kind\n'],
    ['numbers to predict', 'weights.csv', ['x,y,weight', ...amounts].join('\n')],
  ])('gets the server’s words: %s', async (_, name, text) => {
    await site.withModule('tabular-classifier', async (page) => {
      await openPanel(page);
      await choose(page, { name, text });
      const problem = page.getByRole('alert');
      await problem.waitFor();
      const config = await readFile(join(root, 'orangery.config.yml'));
      const folder = await tempFolder({ [name]: text, 'orangery.config.yml': config });
      const told = await orangery(
        ['dataset', 'inspect', name, '--recipe', 'tabular-classification'],
        {
          cwd: folder,
        },
      );
      expect(told.code).toBe(1);
      const [line] = (await problem.locator('p').first().innerText()).split('\n');
      expect(squeezed(told.stderr)).toContain(squeezed(line!));
      expect(await page.getByRole('button', { name: 'Start training' }).isVisible()).toBe(false);
      expect(await axeViolations(page, '[data-retrain]')).toEqual([]);
    });
  });

  /** A terminal breaks lines where it likes. */
  const squeezed = (text: string): string => text.replace(/\s+/g, '');

  it('is shown the way to what reads it', async () => {
    await site.withModule('tabular-classifier', async (page) => {
      await openPanel(page);
      await choose(page, { name: 'weights.csv', text: ['x,y,weight', ...amounts].join('\n') });
      const way = page.getByRole('link', { name: 'modules for tabular regression' });
      expect(await way.getAttribute('href')).toBe('/recipes/tabular-regression/');
      await way.click();
      await page.waitForURL('**/recipes/tabular-regression/');
    });
  });

  it('is refused where pictures do not decode', async () => {
    await site.withModule('image-classifier', async (page) => {
      await openPanel(page);
      const broken = Object.fromEntries(
        ['a/1', 'a/2', 'b/1', 'b/2'].map((name) => [`${name}.png`, strToU8('no picture')]),
      );
      const folder = await tempFolder({ 'broken.zip': zipSync(broken) });
      await choose(page, join(folder, 'broken.zip'));
      const problem = page.getByRole('alert');
      await problem.waitFor();
      expect(await problem.innerText()).toContain('expected pictures that decode');
    });
  });
});
