import { xmlText } from './xml-text.ts';

export interface Sign {
  readonly label: string;
  readonly value: string;
  readonly tone: 'good' | 'bad' | 'leaf' | 'plain';
}

/** White text on each has a contrast of 4.5 or more. */
const colours = { good: '#14633f', bad: '#9c2f16', leaf: '#235b3d', plain: '#4c5c52' } as const;
const labelColour = '#37463d';
const height = 20;
const padding = 6;
const gap = 4;
const longestValue = 60;

/**
 * Advance widths of Verdana in units of 1/2048 em, by the characters that have them. Readers who lack it
 * get another sans-serif, brought to the same length by `textLength`.
 */
const widths: readonly (readonly [number, string])[] = [
  [550, "'"],
  [562, 'il'],
  [705, 'j'],
  [720, ' f'],
  [745, '.,'],
  [807, 't!'],
  [862, 'I'],
  [874, 'r'],
  [930, ':;-/()J[]'],
  [1067, 'csz'],
  [1140, 'L'],
  [1212, 'kvxyF'],
  [1235, 'ePT'],
  [1262, 'aoY'],
  [1276, 'bdgpq'],
  [1302, 'hnuE_0123456789$'],
  [1400, 'ASVXZB'],
  [1430, 'CKR'],
  [1539, 'UNH'],
  [1588, 'DG'],
  [1612, 'OQ'],
  [1676, 'w+=<>~'],
  [1726, 'M'],
  [1992, 'm'],
  [2025, 'W'],
  [2204, '%'],
];
const unitsPerEm = 2048;
const fontSize = 11;
const widthOf: ReadonlyMap<string, number> = new Map(
  widths.flatMap(([width, characters]) => [...characters].map((one) => [one, width] as const)),
);
/** Of a character not listed: that of a wide one, so that nothing is cut off. */
const otherWidth = 2048;

/** Small signs of two words each, side by side, told to screen readers as one sentence. */
export function drawBadge(signs: readonly Sign[]): string {
  const drawn: string[] = [];
  let x = 0;
  for (const [place, sign] of signs.entries()) {
    const { svg, width } = drawSign(sign, x, `s${place}`);
    drawn.push(svg);
    x += width + gap;
  }
  const words = xmlText(signs.map(({ label, value }) => `${label}: ${value}`).join(', '));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${x - gap}" height="${height}" role="img" aria-label="${words}">`,
    `<title>${words}</title>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="${fontSize}">`,
    ...drawn,
    `</g>`,
    `</svg>`,
    '',
  ].join('\n');
}

function drawSign(
  { label, value: whole, tone }: Sign,
  x: number,
  clip: string,
): { readonly svg: string; readonly width: number } {
  const value = shorten(whole);
  const [left, right] = [textWidth(label), textWidth(value)];
  const middle = x + left + 2 * padding;
  const width = left + right + 4 * padding;
  const rightWidth = x + width - middle;
  const svg = [
    `<clipPath id="${clip}"><rect x="${x}" width="${width}" height="${height}" rx="4"/></clipPath>`,
    `<g clip-path="url(#${clip})">`,
    `<rect x="${x}" width="${middle - x}" height="${height}" fill="${labelColour}"/>`,
    `<rect x="${middle}" width="${rightWidth}" height="${height}" fill="${colours[tone]}"/>`,
    `</g>`,
    `<text x="${x + padding}" y="14" textLength="${left}">${xmlText(label)}</text>`,
    `<text x="${middle + padding}" y="14" textLength="${right}">${xmlText(value)}</text>`,
  ].join('\n');
  return { svg, width };
}

function shorten(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()];
  if (characters.length <= longestValue) return characters.join('');
  return `${characters.slice(0, longestValue - 1).join('')}…`;
}

/** Whole pixels. */
export function textWidth(text: string): number {
  const units = [...text].reduce((sum, one) => sum + (widthOf.get(one) ?? otherWidth), 0);
  return Math.ceil((units * fontSize) / unitsPerEm);
}
