import { describe, expect, it } from 'vitest';
import { describeFreshness } from '../../../marketplace/src/catalogue/freshness.ts';
import { viewModules } from '../make-views.ts';
import { noRecords } from '../../../marketplace/src/catalogue/records.ts';
import { fixtureModule } from '../fixture-modules.ts';

const [view] = viewModules([fixtureModule('image-classifier')]);
const recorded = (isGreen: boolean, since: string, checked: string) => ({
  ...view!,
  records: { ...noRecords, freshness: { isGreen, since, checked } },
});

describe('describeFreshness', () => {
  it('says nothing where there is no nightly run is recorded', () => {
    expect(describeFreshness(view!)).toBe(undefined);
  });

  it.each([
    [
      recorded(true, '2026-10-01T02:00:00Z', '2026-11-20T02:00:00Z'),
      'Golden test green since 2026-10-01, last run on 2026-11-20.',
      true,
    ],
    [
      recorded(false, '2026-11-20T02:00:00Z', '2026-11-20T02:00:00Z'),
      'Golden test red since 2026-11-20: do not rely on it.',
      false,
    ],
  ])('says what the nightly runs said', (one, text, isGreen) => {
    expect(describeFreshness(one)).toEqual({ text, isGreen });
  });
});
