import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModules } from '@orangery/schemas/files';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, openTryIt, section, seeds, type TryItSite } from './try-it-page.ts';

/** Everything that runs in a page, by what its page is asked first. */
const shipped = [
  'fruit-detector',
  'fruit-segmenter',
  'fruit-survey',
  'harvest-estimator',
  'ingredient-tagger',
  'kiosk-forecaster',
  'leaf-classifier',
  'letter-sorter',
  'seed-classifier',
  'seed-classifier-onnx',
  'seed-forest',
  'seed-jury',
  'sound-classifier',
];

let site: TryItSite;

beforeAll(async () => {
  site = await openTryIt();
});

afterAll(() => site?.close());

describe('the golden test passes in the page', () => {
  it('of every shipped module that is marked for it', async () => {
    const { modules, problems } = await readModules(site.root);
    expect(problems).toEqual([]);
    const marked = modules.filter(
      ({ frontMatter, golden, artifact }) =>
        frontMatter.browser === true && golden !== null && (artifact ?? frontMatter.pipeline),
    );
    const ids = marked.map(({ id }) => id).filter((id) => id !== 'sign-reader');
    expect(ids.toSorted()).toEqual(shipped);
  });

  it.each(shipped)('%s', async (id) => {
    await site.withModule(id, async (page) => {
      await open(page);
      await page.getByRole('button', { name: 'Check that it reproduces here' }).click();
      const verdict = section(page).locator('.golden .passed, .golden .failed, .problem').first();
      await verdict.waitFor({ timeout: 60_000 });
      expect(await verdict.innerText()).toMatch(
        /^It reproduces here: all \d+ answers are the same/,
      );
    });
  });

  it('and says where an answer differs', async () => {
    await site.withModule('seed-classifier', async (page) => {
      const golden = await readFile(join(seeds, 'golden.json'), 'utf8');
      const body = golden.replace('"label": "Aldersey"', '"label": "Nowhere"');
      expect(body).not.toBe(golden);
      await page.route('**/golden.json', (route) => route.fulfill({ body }));
      await open(page);
      await page.getByRole('button', { name: 'Check that it reproduces here' }).click();
      const verdict = section(page).locator('.golden .failed');
      await verdict.waitFor({ timeout: 60_000 });
      expect(await verdict.innerText()).toMatch(/^It differs here: 1 of 3 answers/);
      expect(
        await section(page)
          .getByRole('row', { name: /differs/ })
          .innerText(),
      ).toContain('Nowhere');
    });
  });
});
