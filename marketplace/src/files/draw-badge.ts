import { xmlText } from './xml-text.ts';

export interface Badge {
  readonly label: string;
  readonly value: string;
  readonly tone: 'good' | 'bad' | 'leaf' | 'plain';
}

/** White text on each has a contrast of 4.5 or more. */
const colours = { good: '#14633f', bad: '#9c2f16', leaf: '#235b3d', plain: '#4c5c52' } as const;
const labelColour = '#37463d';
const height = 20;
const padding = 6;
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

/** A small sign of two words, told to screen readers as one sentence. */
export function drawBadge({ label, value: whole, tone }: Badge): string {
  const value = shorten(whole);
  const [left, right] = [textWidth(label), textWidth(value)];
  const leftWidth = left + 2 * padding;
  const width = leftWidth + right + 2 * padding;
  const words = xmlText(`${label}: ${whole}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" role="img" aria-label="${words}">`,
    `<title>${words}</title>`,
    `<clipPath id="r"><rect width="${width}" height="${height}" rx="4"/></clipPath>`,
    `<g clip-path="url(#r)">`,
    `<rect width="${leftWidth}" height="${height}" fill="${labelColour}"/>`,
    `<rect x="${leftWidth}" width="${right + 2 * padding}" height="${height}" fill="${colours[tone]}"/>`,
    `</g>`,
    `<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="${fontSize}">`,
    `<text x="${padding}" y="14" textLength="${left}">${xmlText(label)}</text>`,
    `<text x="${leftWidth + padding}" y="14" textLength="${right}">${xmlText(value)}</text>`,
    `</g>`,
    `</svg>`,
    '',
  ].join('\n');
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
