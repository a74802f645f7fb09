import type { Choice } from './choose-modules.ts';
import { facets, type Facet } from './facets.ts';

/** A value of a facet as people choose it. */
export interface FacetValue {
  readonly value: string;
  readonly title: string;
  readonly count: number;
}

/** Values of one facet, or the facets that only ask yes. */
export interface FacetGroup {
  readonly title: string;
  readonly values: readonly (FacetValue & { readonly facet: string })[];
  /** How many values there are that are not listed. */
  readonly left: number;
}

/**
 * The facets to choose from, values with most modules first.
 * @param most how many values of a facet are listed
 */
export function listFacets({ counts }: Choice, most = Infinity): readonly FacetGroup[] {
  const only: FacetGroup['values'][number][] = [];
  const groups: FacetGroup[] = [];
  for (const facet of facets) {
    const values = listValues(facet, counts[facet.name] ?? new Map());
    if (isYes(facet)) {
      const [yes] = values;
      if (yes !== undefined) only.push({ ...yes, title: facet.title, facet: facet.name });
      continue;
    }
    if (values.length === 0) continue;
    const listed = values.slice(0, most).map((value) => ({ ...value, facet: facet.name }));
    groups.push({ title: facet.title, values: listed, left: values.length - listed.length });
  }
  return only.length === 0 ? groups : [{ title: 'Only', values: only, left: 0 }, ...groups];
}

/** Values of a facet that some module has, those with most modules first. */
export function listValues(
  { format = (value) => value }: Facet,
  counts: ReadonlyMap<string, number>,
): readonly FacetValue[] {
  return [...counts]
    .filter(([, count]) => count > 0)
    .map(([value, count]) => ({ value, title: format(value), count }))
    .sort((a, b) => b.count - a.count || (a.title < b.title ? -1 : 1));
}

/** Whether a facet has no other value than yes. */
export function isYes({ name }: Facet): boolean {
  return ['trained', 'tunable', 'deployed', 'green'].includes(name);
}
