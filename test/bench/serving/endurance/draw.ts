import type { Sample } from './endure.ts';

const [width, height, left, top, gap] = [720, 140, 60, 30, 60];
const megabyte = 1024 ** 2;
const colours: Readonly<Record<string, string>> = {
  memory: '#2f6f4f',
  200: '#2f6f4f',
  429: '#c28a00',
  503: '#b3412e',
  504: '#5b3a8e',
};

interface Curve {
  readonly name: string;
  readonly values: readonly number[];
}

/** Memory, and answers by status, over time. */
export function draw(samples: readonly Sample[]): string {
  const seconds = samples.map(({ second }) => second);
  const memory = samples.map(({ measured }) => measured.rssBytes / megabyte);
  const found = [...new Set(samples.flatMap(({ statuses }) => [...statuses.keys()]))].sort();
  const counts = found.map((status) => ({
    name: String(status),
    values: samples.map(({ statuses }, index) =>
      perSecond(statuses.get(status) ?? 0, seconds, index),
    ),
  }));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + 60} ${2 * (height + gap) + top}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    panel('Memory of the server, MiB', [{ name: 'memory', values: memory }], seconds, top),
    panel('Answers each second, by status', counts, seconds, top + height + gap),
    '</svg>',
    '',
  ].join('\n');
}

function perSecond(count: number, seconds: readonly number[], index: number): number {
  return count / (seconds[index]! - (seconds[index - 1] ?? 0));
}

function panel(
  title: string,
  curves: readonly Curve[],
  seconds: readonly number[],
  y: number,
): string {
  const most = Math.max(1, ...curves.flatMap(({ values }) => values));
  const end = seconds.at(-1) ?? 1;
  const at = (value: number, index: number): string => {
    const x = left + (width * seconds[index]!) / end;
    return `${x.toFixed(1)},${(y + height - (height * value) / most).toFixed(1)}`;
  };
  return [
    `<text x="${left}" y="${y - 8}">${title}</text>`,
    `<path d="M${left} ${y}V${y + height}H${left + width}" fill="none" stroke="#888"/>`,
    `<text x="${left - 6}" y="${y + 10}" text-anchor="end">${most.toFixed(0)}</text>`,
    `<text x="${left - 6}" y="${y + height}" text-anchor="end">0</text>`,
    `<text x="${left + width}" y="${y + height + 16}" text-anchor="end">${(end / 60).toFixed(1)} min</text>`,
    ...curves.map(
      ({ name, values }, index) =>
        `<polyline fill="none" stroke="${colours[name] ?? '#444'}" points="${values.map(at).join(' ')}"/>` +
        `<text x="${left + width + 6}" y="${y + 12 + 16 * index}" fill="${colours[name] ?? '#444'}">${name}</text>`,
    ),
  ].join('\n');
}
