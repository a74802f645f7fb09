import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRetraining, type RetrainSite } from './retrain-page.ts';

let site: RetrainSite;

beforeAll(async () => {
  site = await openRetraining();
});

afterAll(() => site?.close());

describe('before it is opened', () => {
  it('loads a small opener and nothing else', async () => {
    await site.withModule('tabular-classifier', async (page, { asked }) => {
      await page.waitForLoadState('networkidle');
      const names = asked.map((request) => request.url().slice(site.address.length));
      expect(
        names.filter((name) =>
          /retrain-worker|open-retraining|retrain\.[^/]*(css|json)|\.wasm/.test(name),
        ),
      ).toEqual([]);
      expect(names.some((name) => name.includes('RetrainHere'))).toBe(true);
    });
  });

  it('is offered where a page can do it, and nowhere else', async () => {
    for (const [id, count] of [
      ['leaf-classifier', 1],
      ['harvest-estimator', 1],
      ['object-detector', 0],
    ] as const) {
      await site.withModule(id, async (page) => {
        expect(await page.getByRole('button', { name: 'Retrain it here' }).count()).toBe(count);
      });
    }
  });
});
