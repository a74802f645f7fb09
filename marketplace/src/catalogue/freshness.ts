import type { ModuleView } from './module-view.ts';

/** Whether a module still gives what it must give. */
export interface FreshnessWords {
  readonly text: string;
  readonly isGreen: boolean;
}

/** What nightly runs of the golden test said, in one sentence; nothing where none is recorded. */
export function describeFreshness({ records }: ModuleView): FreshnessWords | undefined {
  const { freshness } = records;
  if (freshness === undefined) return undefined;
  const { isGreen } = freshness;
  const [since, checked] = [freshness.since.slice(0, 10), freshness.checked.slice(0, 10)];
  const last = since === checked ? '' : `, last run on ${checked}`;
  return isGreen
    ? { text: `Golden test green since ${since}${last}.`, isGreen }
    : { text: `Golden test red since ${since}${last}: do not rely on it.`, isGreen };
}
