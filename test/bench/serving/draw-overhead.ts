import type { Overhead } from './overhead.ts';

const [width, height] = [380, 260];
const margin = { left: 56, right: 110, top: 34, bottom: 40 };
const colours = ['#8a8f98', '#0c8599', '#d9480f', '#1971c2', '#2f9e44', '#9c36b5'];

const labelHeight = 13;

type Place = readonly [x: number, y: number];

interface Panel {
  readonly title: string;
  readonly value: (point: Overhead) => number;
}

const panels: readonly Panel[] = [
  { title: 'requests a second', value: ({ perSecond }) => perSecond },
  // autocannon counts whole milliseconds: less than one is drawn as half of one
  { title: '99 % of answers within, ms', value: ({ p99Ms }) => Math.max(0.5, p99Ms) },
];

/** Two panels over the number of clients, both axes in powers: a line each server. */
export function drawOverhead(all: readonly Overhead[]): string {
  const drawn = panels.map(
    (panel, index) => `<g transform="translate(${index * width} 0)">${drawPanel(panel, all)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${2 * width} ${height}" width="${2 * width}" height="${height}" role="img" aria-label="Requests a second and latency by number of clients, for each server">
<style>text{font:11px system-ui,sans-serif;fill:#333}.title{font-weight:600;font-size:12px}.axis{stroke:#bbb}@media(prefers-color-scheme:dark){text{fill:#ddd}.axis{stroke:#555}}</style>
${drawn.join('\n')}
</svg>
`;
}

function drawPanel({ title, value }: Panel, all: readonly Overhead[]): string {
  const clients = [...new Set(all.map((point) => point.clients))];
  const across = scale(clients, margin.left, width - margin.right);
  const up = scale(all.map(value), height - margin.bottom, margin.top);
  const servers = [...new Set(all.map(({ server }) => server))];
  const places = servers.map((server) =>
    all
      .filter((point) => point.server === server)
      .map((point): Place => [across(point.clients), up(value(point))]),
  );
  const heights = spread(places.map((mine) => mine.at(-1)![1]));
  const lines = servers.map((server, index) => {
    const colour = colours[index % colours.length]!;
    const x = places[index]!.at(-1)![0] + 8;
    return `${drawLine(places[index]!, colour)}<text x="${x}" y="${(heights[index]! + 4).toFixed(1)}" style="fill:${colour}">${server}</text>`;
  });
  return [
    `<text class="title" x="${margin.left}" y="18">${title}</text>`,
    ...clients.map((count) => label(String(count), across(count), height - margin.bottom + 18)),
    label('clients', (margin.left + width - margin.right) / 2, height - 6),
    ...powersBetween(all.map(value)).map((tick) => drawTick(tick, up(tick))),
    ...lines,
  ].join('');
}

function drawLine(places: readonly Place[], colour: string): string {
  const points = places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = places.map(
    ([x, y]) => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3" fill="${colour}"/>`,
  );
  return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
}

/** Heights of labels, in their order, moved down as far as they need so that none covers another. */
function spread(heights: readonly number[]): number[] {
  const spreadOut = [...heights];
  let free = 0;
  for (const [index] of [...heights.entries()].toSorted(([, a], [, b]) => a - b)) {
    spreadOut[index] = Math.max(heights[index]!, free);
    free = spreadOut[index] + labelHeight;
  }
  return spreadOut;
}

function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [least, most] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value) => from + ((Math.log(value) - least) / (most - least || 1)) * (to - from);
}

function powersBetween(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return [1, 10, 100, 1000, 10_000, 100_000].filter((power) => power >= least && power <= most);
}

function drawTick(value: number, y: number): string {
  return `<line class="axis" x1="${margin.left}" x2="${width - margin.right}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" opacity="0.5"/><text x="${margin.left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end">${value.toLocaleString('en')}</text>`;
}

function label(text: string, x: number, y: number): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="middle">${text}</text>`;
}
