import { formatMetric, headlineMetric } from '../catalogue/metric.ts';
import { moduleBadge } from '../catalogue/module-formats.ts';
import type { ModuleView } from '../catalogue/module-view.ts';
import { drawBadge, type Sign } from './draw-badge.ts';
import type { ModuleFiles } from './module-files.ts';

/** `/modules/<id>/badge.svg`: what a README elsewhere shows of a module. */
export const badge: ModuleFiles = (view) => [
  {
    path: `modules/${view.module.id}/${moduleBadge.file}`,
    content: drawBadge([quality(view), goldenTest(view), version(view), licence(view)]),
  },
];

function quality({ evidence }: ModuleView): Sign {
  const metric = headlineMetric(evidence.metrics);
  if (metric === undefined) return { label: 'quality', value: 'not measured', tone: 'plain' };
  const beats = evidence.report?.beatsBaseline;
  return {
    label: metric.facts.title.toLowerCase(),
    value: formatMetric(metric.value, metric.facts),
    tone: beats === false ? 'bad' : beats === true ? 'good' : 'plain',
  };
}

function goldenTest({ module, records: { freshness } }: ModuleView): Sign {
  const label = 'golden test';
  if (module.golden === null) return { label, value: 'none', tone: 'plain' };
  if (freshness === undefined) return { label, value: 'there', tone: 'plain' };
  const since = freshness.since.slice(0, 10);
  return freshness.isGreen
    ? { label, value: `green since ${since}`, tone: 'good' }
    : { label, value: `red since ${since}`, tone: 'bad' };
}

function version({ entry }: ModuleView): Sign {
  const isActive = entry.status === 'active';
  return {
    label: 'version',
    value: isActive ? entry.version : `${entry.version}, ${entry.status}`,
    tone: isActive ? 'leaf' : 'bad',
  };
}

function licence({ entry: { license } }: ModuleView): Sign {
  return license === 'NOASSERTION'
    ? { label: 'licence', value: 'not stated', tone: 'bad' }
    : { label: 'licence', value: license, tone: 'leaf' };
}
