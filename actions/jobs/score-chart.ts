import type { Curve } from './job-view.ts';

const mostPoints = 60;

/**
 * Curves as a chart that GitHub draws in Markdown; null where there is too little to draw.
 * @see https://mermaid.js.org/syntax/xyChart.html
 */
export function scoreChart(curves: readonly Curve[], scoreName: string): string | null {
  const drawn = curves
    .map(({ scores }) => thin(scores.filter(Number.isFinite)))
    .filter((scores) => scores.length > 1);
  if (drawn.length === 0) return null;
  const all = drawn.flat();
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const margin = (most - least || 1) * 0.05;
  const longest = Math.max(...curves.map(({ scores }) => scores.length));
  return [
    '```mermaid',
    'xychart-beta',
    `  x-axis "pass" 1 --> ${longest}`,
    `  y-axis "${scoreName.replace(/[^\w. -]/g, '')}" ${figure(least - margin)} --> ${figure(most + margin)}`,
    ...drawn.map((scores) => `  line [${scores.map(figure).join(', ')}]`),
    '```',
  ].join('\n');
}

/** At most sixty points, the last one among them. */
function thin(scores: readonly number[]): readonly number[] {
  if (scores.length <= mostPoints) return scores;
  const step = (scores.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, index) => scores[Math.round(index * step)]!);
}

function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}
