import { makeDrawn, makeElement } from './make-element.ts';
import { colourOf, tellNumber, tellShare } from './tell.ts';

/** A bar for each of the most probable classes. */
export function showShares(shares: readonly (readonly [string, number])[]): Node {
  const rows = shares.slice(0, 5).map(([name, share]) => {
    const bar = makeElement('span', { class: 'bar' });
    bar.style.width = `${100 * Math.min(1, Math.max(0, share))}%`;
    const track = makeElement('span', { class: 'track', 'aria-hidden': 'true' }, bar);
    return makeElement('li', {}, makeElement('span', {}, name), track, tellShare(share));
  });
  return makeElement('ol', { class: 'shares' }, ...rows);
}

/** A value with the interval it lies in. */
export function showValue(value: number, lower: unknown, upper: unknown): Node[] {
  const told = [makeElement('p', { class: 'label' }, tellNumber(value))];
  if (typeof lower !== 'number' || typeof upper !== 'number') return told;
  const range = `Likely between ${tellNumber(lower)} and ${tellNumber(upper)}`;
  return [...told, makeElement('p', {}, range)];
}

/** Words with their labels below them. */
export function showTokens(tokens: readonly string[], labels: readonly string[]): Node {
  const kinds = [...new Set(labels.map((label) => label.replace(/^[A-Z]-/, '')))];
  const words = tokens.map((token, index) => {
    const label = labels[index] ?? '';
    const word = makeElement('li', {}, makeElement('span', {}, token));
    if (label === 'O') return word;
    const name = makeElement('small', {}, label);
    word.style.borderColor = colourOf(kinds.indexOf(label.replace(/^[A-Z]-/, '')));
    word.append(name);
    return word;
  });
  return makeElement('ul', { class: 'tokens' }, ...words);
}

export interface Forecast {
  readonly values: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly times: readonly string[];
}

/** A line, the band around it, and its values. */
export function showForecast({ values, lower, upper, times }: Forecast): Node[] {
  const all = [...values, ...lower, ...upper];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const across = (index: number): number => 4 + (312 * index) / Math.max(1, values.length - 1);
  const down = (value: number): number => 104 - (92 * (value - low)) / (high - low || 1);
  const points = (line: readonly number[], from = 0): string[] =>
    line.map((value, index) => `${across(Math.abs(from - index))},${down(value)}`);
  const band = [...points(lower), ...points([...upper].reverse(), upper.length - 1)].join(' ');
  const text = `${values.length} values from ${tellNumber(low)} to ${tellNumber(high)}`;
  const drawing = makeDrawn(
    'svg',
    { viewBox: '0 0 320 110', class: 'line', role: 'img', 'aria-label': text },
    makeDrawn('polygon', { points: band, class: 'band' }),
    makeDrawn('polyline', { points: points(values).join(' ') }),
    ...values.map((value, index) =>
      makeDrawn('circle', { cx: `${across(index)}`, cy: `${down(value)}`, r: '2.5' }),
    ),
  );
  const rows = values.slice(0, 100).map((value, index) => {
    const range =
      lower.length === 0 ? '' : `${tellNumber(lower[index]!)} – ${tellNumber(upper[index]!)}`;
    return [times[index] ?? `${index + 1}`, tellNumber(value), range];
  });
  return [drawing, showTable(['Time', 'Value', 'Likely'], rows)];
}

export function showTable(names: readonly string[], rows: readonly (readonly string[])[]): Node {
  const head = names.map((name) => makeElement('th', { scope: 'col' }, name));
  const body = rows.map((cells) =>
    makeElement('tr', {}, ...cells.map((cell) => makeElement('td', {}, cell))),
  );
  const table = makeElement(
    'table',
    {},
    makeElement('thead', {}, makeElement('tr', {}, ...head)),
    makeElement('tbody', {}, ...body),
  );
  return makeElement(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Values' },
    table,
  );
}
