import { formatMetric, headlineMetric } from '../catalogue/metric.ts';
import { badgeNames, type BadgeName } from '../catalogue/module-formats.ts';
import type { ModuleView } from '../catalogue/module-view.ts';
import { drawBadge, type Badge } from './draw-badge.ts';
import type { ModuleFiles } from './module-files.ts';

/** `/modules/<id>/badges/quality.svg` and others: what a README elsewhere shows of a module. */
export const badges: ModuleFiles = (view) =>
  badgeNames.map((name) => ({
    path: `modules/${view.module.id}/badges/${name}.svg`,
    content: drawBadge(badgeOf[name](view)),
  }));

const badgeOf: Readonly<Record<BadgeName, (view: ModuleView) => Badge>> = {
  quality: ({ evidence }) => {
    const metric = headlineMetric(evidence.metrics);
    if (metric === undefined) return { label: 'quality', value: 'not measured', tone: 'plain' };
    const beats = evidence.report?.beatsBaseline;
    return {
      label: metric.facts.title.toLowerCase(),
      value: formatMetric(metric.value, metric.facts),
      tone: beats === false ? 'bad' : beats === true ? 'good' : 'plain',
    };
  },
  golden: ({ module, records: { freshness } }) => {
    if (module.golden === null) return { label: 'golden test', value: 'none', tone: 'plain' };
    if (freshness === undefined) return { label: 'golden test', value: 'there', tone: 'plain' };
    const since = freshness.since.slice(0, 10);
    return freshness.isGreen
      ? { label: 'golden test', value: `green since ${since}`, tone: 'good' }
      : { label: 'golden test', value: `red since ${since}`, tone: 'bad' };
  },
  version: ({ entry }) => ({
    label: 'version',
    value: entry.status === 'active' ? entry.version : `${entry.version}, ${entry.status}`,
    tone: entry.status === 'active' ? 'leaf' : 'bad',
  }),
  licence: ({ entry: { license } }) =>
    license === 'NOASSERTION'
      ? { label: 'licence', value: 'not stated', tone: 'bad' }
      : { label: 'licence', value: license, tone: 'leaf' },
};
