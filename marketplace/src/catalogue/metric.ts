import type { Metrics } from '@orangery/schemas';

/** How a figure is read. */
export interface MetricFacts {
  readonly title: string;
  readonly unit: 'share' | 'number';
  readonly better: 'higher' | 'lower';
  /** One sentence for somebody who does not know machine learning. */
  readonly meaning: string;
}

/** In the order they are shown; the first that a module has is its headline. */
const known: Readonly<Record<string, MetricFacts>> = {
  accuracy: {
    title: 'Accuracy',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of examples it gets right.',
  },
  skill: {
    title: 'Skill',
    unit: 'share',
    better: 'higher',
    meaning: 'Error saved against the best naive forecast.',
  },
  r2: {
    title: 'R²',
    unit: 'number',
    better: 'higher',
    meaning: 'Share of the variation it explains; 1 is perfect.',
  },
  map50: {
    title: 'mAP at 0.5',
    unit: 'share',
    better: 'higher',
    meaning: 'Hits against misses and false alarms, where a box that covers half is a hit.',
  },
  meanIoU: {
    title: 'Mean IoU',
    unit: 'share',
    better: 'higher',
    meaning: 'How much of what it marks, and of what is there, is the same; every class alike.',
  },
  macroF1: {
    title: 'Macro F1',
    unit: 'share',
    better: 'higher',
    meaning: 'Hits against misses and false alarms, every class counted alike.',
  },
  rmse: {
    title: 'RMSE',
    unit: 'number',
    better: 'lower',
    meaning: 'How far off it is, large mistakes weighing more.',
  },
  mae: {
    title: 'Mean absolute error',
    unit: 'number',
    better: 'lower',
    meaning: 'How far off it is on average.',
  },
  mase: {
    title: 'MASE',
    unit: 'number',
    better: 'lower',
    meaning: 'Its error as a share of the seasonal naive forecast’s on the training data.',
  },
  coverage: {
    title: 'Coverage',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of values that lie within the limits it tells.',
  },
  iou: {
    title: 'IoU',
    unit: 'number',
    better: 'higher',
    meaning: 'How much of what it marks, and of what is there, is the same.',
  },
  meanF1: {
    title: 'Mean F1',
    unit: 'share',
    better: 'higher',
    meaning: 'Hits against misses and false alarms pixel by pixel, every class alike.',
  },
  pixelAccuracy: {
    title: 'Pixel accuracy',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of pixels it gets right.',
  },
  averagePrecision: {
    title: 'Average precision',
    unit: 'share',
    better: 'higher',
    meaning: 'Hits against false alarms over all degrees of confidence.',
  },
  map: {
    title: 'mAP',
    unit: 'share',
    better: 'higher',
    meaning: 'The same as mAP at 0.5, over ever closer fits of the boxes.',
  },
  f1: {
    title: 'F1',
    unit: 'share',
    better: 'higher',
    meaning: 'Hits against misses and false alarms.',
  },
  precision: {
    title: 'Precision',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of what it names that is there.',
  },
  recall: {
    title: 'Recall',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of what is there that it names.',
  },
  spanF1: {
    title: 'Span F1',
    unit: 'share',
    better: 'higher',
    meaning: 'Hits against misses and false alarms, where a run of words counts as one.',
  },
  sentenceAccuracy: {
    title: 'Sentence accuracy',
    unit: 'share',
    better: 'higher',
    meaning: 'Share of sentences of which it gets every word right.',
  },
  logLoss: {
    title: 'Log loss',
    unit: 'number',
    better: 'lower',
    meaning: 'How surprised it is by the truth; being wrong and sure costs most.',
  },
  calibrationError: {
    title: 'Calibration error',
    unit: 'share',
    better: 'lower',
    meaning: 'How far its confidence is from how often it is right.',
  },
};

export interface NamedMetric {
  readonly name: string;
  readonly facts: MetricFacts;
  readonly value: number;
}

/** Figures in the order they are shown; unknown ones last. */
export function listMetrics(metrics: Metrics): readonly NamedMetric[] {
  const order = Object.keys(known);
  const rank = (name: string): number =>
    order.includes(name) ? order.indexOf(name) : order.length;
  return Object.entries(metrics)
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .map(([name, value]) => ({
      name,
      value,
      facts: known[name] ?? stepMetric(name) ?? unknownMetric(name),
    }));
}

/** The one figure a card shows. */
export function headlineMetric(metrics: Metrics): NamedMetric | undefined {
  return listMetrics(metrics)[0];
}

/** `93.4 %` for a share, three decimals for a number. */
export function formatMetric(value: number, { unit }: Pick<MetricFacts, 'unit'>): string {
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en');
  return value.toFixed(3);
}

/** How far apart two values of a figure are: shares in points, so that 2 % of 90 % is never meant. */
export function formatDifference(by: number, facts: Pick<MetricFacts, 'unit'>): string {
  return facts.unit === 'share' ? `${(by * 100).toFixed(1)} points` : formatMetric(by, facts);
}

/** A figure of one step ahead of a forecast, `rmseStep7`. */
function stepMetric(name: string): MetricFacts | undefined {
  const [, figure, steps] = /^(\w+)Step(\d+)$/.exec(name) ?? [];
  const facts = figure === undefined ? undefined : known[figure];
  if (facts === undefined) return undefined;
  return { ...facts, title: `${facts.title}, ${steps} ahead`, meaning: '' };
}

function unknownMetric(name: string): MetricFacts {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { title, unit: 'number', better: 'higher', meaning: '' };
}
