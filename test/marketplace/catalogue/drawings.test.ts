import { describe, expect, it } from 'vitest';
import { compareMetrics } from '../../../marketplace/src/catalogue/comparison.ts';
import {
  comparisonLines,
  comparisonSize,
} from '../../../marketplace/src/catalogue/comparison-plot.ts';
import { latencyCurve } from '../../../marketplace/src/catalogue/latency-curve.ts';
import { liveOrigins } from '../../../marketplace/src/catalogue/live-origins.ts';
import { viewModules } from '../make-views.ts';
import { logScale } from '../../../marketplace/src/catalogue/plot-scale.ts';
import { nodeSize, provenanceGraph } from '../../../marketplace/src/catalogue/provenance-graph.ts';
import type { RunningDeployment } from '../../../marketplace/src/catalogue/records.ts';
import type { Relative, Relatives } from '../../../marketplace/src/catalogue/relatives.ts';
import { shorten } from '../../../marketplace/src/catalogue/shorten.ts';
import { versionHistory } from '../../../marketplace/src/catalogue/version-history.ts';
import { fixtureModule, fixtureModules } from '../fixture-modules.ts';

const leaf = viewModules(fixtureModules).find(({ module }) => module.id === 'leaf-classifier')!;

describe('comparisonLines', () => {
  const lines = comparisonLines(compareMetrics(leaf.evidence, undefined));

  it('puts a figure, its interval and the trivial model on one line', () => {
    const { own, baseline, text } = lines[0]!;
    expect(own.from).toBeLessThan(own.x);
    expect(own.x).toBeLessThan(own.to);
    expect(baseline).toBeLessThan(own.from);
    expect(own.to).toBeLessThanOrEqual(comparisonSize.width);
    expect(text).toBe('Accuracy: this module 95.5 % (91.9 % – 97.5 %), a trivial model 19.0 %');
  });

  it('leaves out what stands alone', () => {
    const alone = { ...leaf.evidence, intervals: {}, baseline: undefined };
    expect(comparisonLines(compareMetrics(alone, undefined))).toEqual([]);
  });
});

describe('latencyCurve', () => {
  it('rises from the median to the slowest, and says what a batch saves', () => {
    const { dots, inBatch } = latencyCurve(leaf.evidence.report!);
    expect(dots.map(({ text }) => text)).toEqual([
      '50 % within 4.31 ms',
      '95 % within 7.33 ms',
      '99 % within 12.5 ms',
    ]);
    expect(dots[0]!.x).toBeLessThan(dots[2]!.x);
    expect(dots[0]!.y).toBeGreaterThan(dots[2]!.y);
    expect(inBatch!.text).toMatch(/ms each in batches of \d+$/);
  });

  it('can be drawn of what took no time at all', () => {
    const report = leaf.evidence.report!;
    const latency = { p50Ms: 0, p95Ms: 0, p99Ms: 0, samples: 1 };
    const throughput = { perSecond: 0, batchSize: 1 };
    const { dots, inBatch } = latencyCurve({ ...report, latency, throughput });
    expect(dots.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(inBatch).toBeUndefined();
  });
});

describe('logScale', () => {
  it.each([
    [
      [1, 10],
      [1, 2, 5, 10],
    ],
    [
      [0.04, 30],
      [0.1, 1, 10],
    ],
  ] as const)('over %s has round ticks', (domain, ticks) => {
    const scale = logScale(domain, [0, 100]);
    expect(scale.ticks).toEqual(ticks);
    expect(scale.place(Math.sqrt(domain[0] * domain[1]))).toBeCloseTo(50, 0);
  });
});

describe('provenanceGraph', () => {
  const own = { title: 'Leaf classifier', version: '1.1.0' };
  const none: Relatives = {
    ...{ ancestors: [], children: [], steps: [], pipelines: [] },
    successor: undefined,
  };
  const relative = (id: string): Relative => ({ id, title: id, version: '1.0.0', hasPage: true });

  it('leads from parent and data over the training to the module and its children', () => {
    const graph = provenanceGraph(own, leaf.evidence, leaf.relatives)!;
    expect(graph.nodes.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
      'module Image classifier',
      'data Its data',
      'run Training',
      'self Leaf classifier',
      'module Citrus leaf classifier',
    ]);
    expect(graph.edges).toHaveLength(4);
  });

  it('keeps everything inside the picture, however many relatives there are', () => {
    const many = Array.from({ length: 40 }, (_, index) => relative(`m-${index}`));
    const relatives = { ...none, ancestors: many, children: many, steps: many.slice(0, 5) };
    const graph = provenanceGraph(own, leaf.evidence, relatives)!;
    for (const { x, y } of graph.nodes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x + nodeSize.width).toBeLessThanOrEqual(graph.width);
      expect(y + nodeSize.height).toBeLessThanOrEqual(graph.height);
    }
    const more = graph.nodes.filter(({ kind }) => kind === 'more').map(({ title }) => title);
    expect(more).toEqual(['37 more', '35 more']);
    expect(graph.edges).toHaveLength(graph.nodes.length - 1);
  });

  it('leads past rows between by the middle, where no module stands', () => {
    const names = Array.from({ length: 5 }, (_, index) => relative(`m-${index}`));
    const drawn = { receipt: undefined, dataset: undefined };
    const relatives = { ...none, steps: names.slice(0, 3), children: names };
    const graph = provenanceGraph(own, drawn, relatives)!;
    const middle = graph.width / 2;
    expect(graph.nodes[0]!.x + nodeSize.width / 2).toBe(middle);
    expect(graph.nodes[1]!.x).not.toBe(graph.nodes[0]!.x);
    const straight = graph.edges.filter((edge) => edge.includes('V'));
    // the first step, and the children below the first row
    expect(straight).toHaveLength(4);
    for (const edge of straight) expect(edge).toMatch(new RegExp(`^M${middle} .*V`));
  });

  it('is not drawn of a module that comes from nowhere', () => {
    const nothing = { receipt: undefined, dataset: undefined };
    expect(provenanceGraph(own, nothing, none)).toBeNull();
  });

  it('has no link to what is not shown', () => {
    const hidden = { ...relative('secret'), hasPage: false };
    const graph = provenanceGraph(own, leaf.evidence, { ...none, ancestors: [hidden] })!;
    expect(graph.nodes[0]).toMatchObject({ title: 'secret', leadsTo: undefined });
  });
});

describe('versionHistory', () => {
  const history = versionHistory(fixtureModule('leaf-classifier'));

  it('has the figure and the time of every version, newest first', () => {
    expect(history.facts?.title).toBe('Accuracy');
    expect(
      history.rows.map(({ version, measured, p50Ms, isComparable }) => ({
        ...{ version, accuracy: measured?.value.toFixed(3), p50Ms, isComparable },
      })),
    ).toEqual([
      { version: '1.1.0', accuracy: '0.955', p50Ms: 4.31, isComparable: true },
      { version: '1.0.0', accuracy: '0.905', p50Ms: 6.12, isComparable: false },
    ]);
    expect(history.rows[1]!.measured!.interval).toEqual({ lower: 0.8592, upper: 0.9371 });
  });

  it('says only what is known of a module that was never measured', () => {
    const { rows, facts, scale, hasLatency } = versionHistory(fixtureModule('image-classifier'));
    expect(rows.map(({ version }) => version)).toEqual(['1.0.0']);
    expect([facts, scale, hasLatency]).toEqual([undefined, undefined, false]);
  });
});

it('a module’s page may ask only where its deployments answer', () => {
  const deployment: RunningDeployment = {
    ...{ name: 'a', stage: 'production', version: '1.0.0', health: 'healthy', since: '' },
    address: undefined,
  };
  const deployments = [
    { ...deployment, address: 'https://a.example.org/x/' },
    { ...deployment, address: 'https://a.example.org/y/' },
    deployment,
  ];
  expect(liveOrigins({ ...leaf.records, deployments })).toEqual(['https://a.example.org']);
});

it.each([
  ['leaf', 'leaf'],
  ['a very long name', 'a very …'],
  ['🍋🍋🍋🍋🍋🍋🍋🍋🍋', '🍋🍋🍋🍋🍋🍋🍋…'],
])('%s is shortened to %s', (text, short) => {
  expect(shorten(text, 8)).toBe(short);
});
