import { describe, expect, it } from 'vitest';
import { describeFreshness } from '../../../marketplace/src/catalogue/freshness.ts';
import { viewModules } from '../../../marketplace/src/catalogue/module-view.ts';
import { noRecords } from '../../../marketplace/src/catalogue/records.ts';
import { fixtureModule } from '../fixture-modules.ts';

const [view] = viewModules([fixtureModule('image-classifier')]);
const golden = {
  schema: 'golden-test/1' as const,
  tolerance: 0,
  cases: [{ input: { row: {} }, expected: { label: 'a' } }],
};
const withGolden = { ...view!, module: { ...view!.module, golden } };
const recorded = (isGreen: boolean, since: string, checked: string) => ({
  ...withGolden,
  records: { ...noRecords, freshness: { isGreen, since, checked } },
});

describe('describeFreshness', () => {
  it('says nothing where there is no golden test', () => {
    expect(describeFreshness(view!)).toBe(undefined);
  });

  it.each([
    [withGolden, 'It has a golden test of one case; no nightly run is recorded.', 'plain'],
    [
      recorded(true, '2026-10-01T02:00:00Z', '2026-11-20T02:00:00Z'),
      'Golden test green since 2026-10-01, last run on 2026-11-20.',
      'good',
    ],
    [
      recorded(false, '2026-11-20T02:00:00Z', '2026-11-20T02:00:00Z'),
      'Golden test red since 2026-11-20: do not rely on it.',
      'bad',
    ],
  ])('says what the nightly runs said', (one, text, tone) => {
    expect(describeFreshness(one)).toEqual({ text, tone });
  });
});
