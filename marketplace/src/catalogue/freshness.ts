import type { ModuleView } from './module-view.ts';

/** Whether a module still gives what it must give. */
export interface FreshnessWords {
  readonly text: string;
  readonly tone: 'good' | 'bad' | 'plain';
}

/** In one sentence; nothing of a module that has no golden test. */
export function describeFreshness({ module, records }: ModuleView): FreshnessWords | undefined {
  const { freshness } = records;
  if (freshness === undefined) {
    if (module.golden === null) return undefined;
    const { length } = module.golden.cases;
    const cases = length === 1 ? 'one case' : `${length} cases`;
    return { text: `It has a golden test of ${cases}; no nightly run is recorded.`, tone: 'plain' };
  }
  const [since, checked] = [freshness.since.slice(0, 10), freshness.checked.slice(0, 10)];
  const last = since === checked ? '' : `, last run on ${checked}`;
  return freshness.isGreen
    ? { text: `Golden test green since ${since}${last}.`, tone: 'good' }
    : { text: `Golden test red since ${since}${last}: do not rely on it.`, tone: 'bad' };
}
