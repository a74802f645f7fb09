import type { Comparison, Curves } from './compare-advisors.ts';
import { deviationOf, meanOf } from './statistics.ts';

const [width, height] = [250, 200];
const margin = { left: 46, right: 10, top: 40, bottom: 30 };
const columns = 4;
/** Trials that the height does not care for. */
const hidden = 4;
const colours: Readonly<Record<string, string>> = {
  random: '#8a8f98',
  bayesian: '#d9480f',
  'Optuna TPE': '#1971c2',
};

interface Axis {
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
  readonly place: (value: number) => number;
}

/** Small multiples of mean best-so-far curves, a band of one standard error around each. */
export function drawCurves(comparisons: readonly Comparison[]): string {
  const panels = comparisons.map((comparison, index) => {
    const [x, y] = [(index % columns) * width, Math.floor(index / columns) * height];
    return `<g transform="translate(${x} ${y})">${drawPanel(comparison)}</g>`;
  });
  const rows = Math.ceil((comparisons.length + 1) / columns);
  const [total, tall] = [columns * width, rows * height];
  const place = [
    (comparisons.length % columns) * width + margin.left,
    Math.floor(comparisons.length / columns) * height + margin.top,
  ];
  const names = comparisons[0]?.curves.map(({ name }) => name) ?? [];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${tall}" width="${total}" height="${tall}" role="img" aria-label="Best result so far by trial, for each way to search">
<style>text{font:11px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:12px}.axis{stroke:#bbb;stroke-width:1}@media(prefers-color-scheme:dark){text{fill:#ddd}.axis{stroke:#555}}</style>
${panels.join('\n')}
<g transform="translate(${place.join(' ')})">${drawLegend(names)}</g>
</svg>
`;
}

function drawPanel({ objective, curves }: Comparison): string {
  const shown = curves.map((curve) => ({ ...curve, points: pointsOf(curve, objective.best) }));
  // the first few trials are far off and would leave no height for the others
  const values = shown.flatMap(({ points }) => points.slice(hidden).map(({ mean }) => mean));
  const isLog = objective.scale === 'log';
  const axis = isLog ? logAxis(values) : linearAxis(values);
  const trials = shown[0]!.points.length;
  const across = (trial: number): number =>
    margin.left + ((trial - 1) / (trials - 1)) * (width - margin.left - margin.right);
  const lines = shown.map(({ name, points }) => {
    const upper = points.map((point, index) => at(across(index + 1), axis.place(point.upper)));
    const lower = points.map((point, index) => at(across(index + 1), axis.place(point.lower)));
    const line = points.map((point, index) => at(across(index + 1), axis.place(point.mean)));
    const colour = colours[name] ?? '#000';
    return `<polygon points="${[...upper, ...lower.reverse()].join(' ')}" fill="${colour}" opacity="0.15"/><polyline points="${line.join(' ')}" fill="none" stroke="${colour}" stroke-width="1.8"/>`;
  });
  const what = isLog ? 'difference to the best' : 'score';
  return [
    `<text class="title" x="${margin.left}" y="16">${objective.title}</text>`,
    ...axis.ticks.map((tick) => drawTick(tick.label, axis.place(tick.value))),
    ...[1, 10, 20, 30].map((trial) => drawTrial(trial, across(trial))),
    `<text x="${margin.left}" y="30" opacity="0.7">${what}</text>`,
    ...lines,
  ].join('');
}

interface CurvePoint {
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/** With a known best: how far from it, so that lower is better. */
function pointsOf({ bySeed }: Curves, best: number | undefined): CurvePoint[] {
  return bySeed[0]!.map((_, trial) => {
    const values = bySeed.map((curve) =>
      best === undefined ? curve[trial]! : best - curve[trial]!,
    );
    const error = deviationOf(values) / Math.sqrt(values.length);
    const mean = meanOf(values);
    return { mean, lower: mean - error, upper: mean + error };
  });
}

function logAxis(values: readonly number[]): Axis {
  const [least, most] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  const ticks = [0, 0.5, 1].map((share) => {
    const value = Math.exp(least + share * (most - least));
    return { value, label: String(Number(value.toPrecision(2))) };
  });
  const place = (value: number): number => {
    // the band of a mean near the best may reach below 0
    const inside = Math.log(Math.max(value, 1e-9));
    return down((inside - least) / (most - least));
  };
  return { ticks, place };
}

function linearAxis(values: readonly number[]): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const ticks = [0, 0.5, 1].map((share) => {
    const value = least + share * (most - least);
    return { value, label: value.toFixed(3) };
  });
  return { ticks, place: (value) => down((value - least) / (most - least)) };
}

/** From a share of the height, counted upwards and kept inside. */
function down(share: number): number {
  const inside = Math.min(1.02, Math.max(-0.02, share));
  return margin.top + (1 - inside) * (height - margin.top - margin.bottom);
}

function drawTick(label: string, y: number): string {
  return `<line class="axis" x1="${margin.left - 4}" x2="${width - margin.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" opacity="0.4"/><text x="${margin.left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end">${label}</text>`;
}

function drawTrial(trial: number, x: number): string {
  return `<text x="${x.toFixed(1)}" y="${height - margin.bottom + 16}" text-anchor="middle">${trial}</text>`;
}

function drawLegend(names: readonly string[]): string {
  const entries = names.map((name, index) => {
    const y = 20 + 20 * index;
    return `<line x1="0" x2="24" y1="${y}" y2="${y}" stroke="${colours[name] ?? '#000'}" stroke-width="3"/><text x="32" y="${y + 4}">${name}</text>`;
  });
  return `${entries.join('')}<text x="0" y="${40 + 20 * names.length}">mean over seeds ± standard error,</text><text x="0" y="${54 + 20 * names.length}">by number of trials</text>`;
}

function at(x: number, y: number): string {
  return `${x.toFixed(1)},${y.toFixed(1)}`;
}
