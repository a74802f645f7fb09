import { makeDrawn, makeElement } from './make-element.ts';
import type { FoundBox } from './read-answer.ts';
import { colourOf, tellShare } from './tell.ts';

/** The picture that was sent. */
export interface ShownPicture {
  readonly url: string;
  readonly width: number;
  readonly height: number;
}

/** Boxes over the picture, and what is in them. */
export function showBoxes(boxes: readonly FoundBox[], picture: ShownPicture | undefined): Node[] {
  const labels = [...new Set(boxes.map(({ label }) => label))];
  const colour = (label: string): string => colourOf(labels.indexOf(label));
  const list = boxes.map(({ label, score }) =>
    makeElement('li', {}, swatch(colour(label)), `${label} ${tellShare(score)}`),
  );
  const count = boxes.length === 0 ? 'Nothing was found.' : `${boxes.length} found`;
  const told = [
    makeElement('p', { class: 'label' }, count),
    makeElement('ul', { class: 'legend' }, ...list),
  ];
  if (picture === undefined) return told;
  const { width, height } = picture;
  const stroke = Math.max(width, height) / 160;
  const drawn = boxes.map((box) => drawBox(box, colour(box.label), stroke));
  const view = { viewBox: `0 0 ${width} ${height}`, class: 'over', 'aria-hidden': 'true' };
  return [stage(picture, makeDrawn('svg', view, ...drawn)), ...told];
}

export function drawBox(box: FoundBox, colour: string, stroke: number): SVGElement {
  const { x, y, width, height, label } = box;
  const size = 9 * stroke;
  const frame = makeDrawn('rect', {
    ...{ x: `${x}`, y: `${y}`, width: `${width}`, height: `${height}` },
    ...{ fill: 'none', stroke: colour, 'stroke-width': `${2 * stroke}` },
  });
  const name = makeDrawn(
    'text',
    {
      ...{ x: `${x + 2 * stroke}`, y: `${Math.max(y - 2 * stroke, size)}`, 'font-size': `${size}` },
      ...{ fill: '#fff', stroke: '#000', 'stroke-width': `${stroke * 1.4}` },
    },
    label,
  );
  // a page's own style of texts in drawings must not count
  name.style.fontSize = `${size}px`;
  return makeDrawn('g', {}, frame, name);
}

/** A mask over the picture: a colour for each class but the commonest, which is the ground; all shares. */
export function showMask(
  classes: Uint8Array,
  { width, height, names }: { width: number; height: number; names: readonly string[] },
  picture: ShownPicture | undefined,
): Node[] {
  const counts = new Map<number, number>();
  for (const index of classes) counts.set(index, (counts.get(index) ?? 0) + 1);
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  const ground = sorted.length > 1 ? sorted[0]?.[0] : undefined;
  const list = sorted.map(([index, count]) => {
    const colour = index === ground ? 'transparent' : colourOf(index);
    const share = tellShare(count / classes.length);
    return makeElement('li', {}, swatch(colour), `${names[index] ?? index} ${share}`);
  });
  const canvas = drawMask({ classes, ground, width, height });
  const over = picture === undefined ? canvas : stage(picture, canvas);
  return [over, makeElement('ul', { class: 'legend' }, ...list)];
}

interface DrawnMask {
  readonly classes: Uint8Array;
  /** The class that is left out. */
  readonly ground: number | undefined;
  readonly width: number;
  readonly height: number;
}

export function drawMask({ classes, ground, width, height }: DrawnMask): HTMLElement {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height, className: 'over' });
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d');
  classes.forEach((index, place) => {
    if (context === null || index === ground) return;
    context.fillStyle = colourOf(index);
    context.fillRect(place % width, Math.floor(place / width), 1, 1);
  });
  return canvas;
}

/** The picture with something over it. */
export function stage(picture: ShownPicture, over: Element): HTMLElement {
  const image = makeElement('img', { src: picture.url, alt: 'The picture that was sent' });
  return makeElement('div', { class: 'stage' }, image, over);
}

export function swatch(colour: string): HTMLElement {
  const element = makeElement('span', { class: 'swatch' });
  element.style.background = colour;
  return element;
}
