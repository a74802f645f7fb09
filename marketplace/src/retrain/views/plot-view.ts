import { curveGeometry, type CurveGeometry } from '../../catalogue/learning-curve.ts';
import { plotMargin as margin } from '../../catalogue/plot-scale.ts';
import { draw, make } from '../dom.ts';
import type { TrialProgress } from '../training-progress.ts';

const plots = [
  { kind: 'loss', name: 'loss while training' },
  { kind: 'score', name: 'score on selection data' },
] as const;

/** Loss and score of one trial, pass by pass; nothing before there are two. */
export function curveView({ number, curve }: Pick<TrialProgress, 'number' | 'curve'>): HTMLElement {
  if (curve.length < 2) return make('div', { class: 'plots' });
  // the last fit, to all data, has nothing to be scored on
  const shown = plots.filter(
    ({ kind }) => kind === 'loss' || curve.some(({ score }) => score !== 0),
  );
  const drawn = shown.map(({ kind, name }) => plotView(curveGeometry(curve, kind), kind, name));
  const caption = make('figcaption', { class: 'small soft' }, `Trial ${number}, pass by pass.`);
  return make('figure', {}, make('div', { class: 'plots' }, ...drawn), caption);
}

function plotView(geometry: CurveGeometry, kind: string, name: string): SVGElement {
  const { width, height, line } = geometry;
  return draw(
    'svg',
    {
      ...{ viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' },
      'aria-label': `Learning curve: ${name} by epoch`,
    },
    ...axes(geometry, name),
    draw('polyline', { class: kind, points: line }),
  );
}

function axes({ horizontal, vertical, width, height }: CurveGeometry, name: string): SVGElement[] {
  const bottom = height - margin.bottom;
  const right = width - margin.right;
  const text = (content: string, attributes: Record<string, string | number>): SVGElement =>
    draw('text', { 'text-anchor': 'middle', ...attributes }, content);
  const middle = `translate(12 ${(margin.top + bottom) / 2}) rotate(-90)`;
  return [
    ...vertical.ticks.flatMap((tick) => {
      const y = vertical.place(tick);
      return [
        draw('path', { class: 'grid', d: `M${margin.left} ${y}H${right}` }),
        text(String(tick), { x: margin.left - 6, y: y + 4, 'text-anchor': 'end' }),
      ];
    }),
    ...horizontal.ticks.map((tick) =>
      text(String(tick), { x: horizontal.place(tick), y: bottom + 16 }),
    ),
    draw('path', { class: 'axis', d: `M${margin.left} ${margin.top}V${bottom}H${right}` }),
    text('epoch', { x: (margin.left + right) / 2, y: height - 4 }),
    text(name, { transform: middle }),
  ];
}
