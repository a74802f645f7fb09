import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { fewReviews, fewSigns } from './few-examples.ts';
import { dataFolder } from './real-data.ts';
import {
  choose,
  openPanel,
  openRetraining,
  passesChecks,
  results,
  takeHome,
  train,
  type RetrainSite,
  type Run,
} from './retrain-page.ts';

let site: RetrainSite;

beforeAll(async () => {
  site = await openRetraining();
});

afterAll(() => site?.close());

describe.skipIf(dataFolder === undefined)('retraining on other data', () => {
  it('learns pictures', async () => {
    const folder = await tempFolder({ 'signs.zip': await fewSigns(dataFolder!) });
    await learns('image-classifier', join(folder, 'signs.zip'), { trials: 1, minutes: 5 });
  });

  it('learns texts', async () => {
    const folder = await tempFolder({ 'reviews.csv': await fewReviews(dataFolder!) });
    await learns('text-classifier', join(folder, 'reviews.csv'), { trials: 1, minutes: 5 });
  });

  async function learns(id: string, file: string, run: Run): Promise<void> {
    await site.withModule(id, async (page) => {
      const panel = await openPanel(page);
      await choose(page, file);
      await train(page, run);
      await page.locator('.result').waitFor({ timeout: 300_000 });
      await panel.screenshot({ path: join(results, `${id}.png`) });
      const { folder, receipt } = await takeHome(page);
      expect(receipt.metrics.accuracy).toBeGreaterThan(receipt.baseline.metrics.accuracy!);
      await passesChecks(folder);
    });
  }
});
