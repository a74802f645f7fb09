import type { Random } from '../../src/random.ts';
import { backgroundSvg } from './background-svg.ts';
import { leafColour } from './leaf-colour.ts';
import type { LeafScene } from './leaf-scene.ts';
import type { PlacedLeaf } from './place-leaf.ts';
import type { Line } from './species/index.ts';

export interface Picture {
  readonly leaf: PlacedLeaf;
  readonly scene: LeafScene;
  /** 0 green … 1 brown. */
  readonly ripeness: number;
  /** Pixels. */
  readonly side: number;
}

/** Draws a leaf with its shadow on a background. */
export function leafSvg({ leaf, scene, ripeness, side }: Picture, random: Random): string {
  const colour = leafColour(ripeness, random);
  const blade = path(leaf.outline, true);
  const stem = path(leaf.stem, false);
  const offset = side / 40;
  const [dx, dy] = [-Math.cos(scene.lightDirection), -Math.sin(scene.lightDirection)];
  const shift = `translate(${digits(offset * dx)} ${digits(offset * dy)})`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">`,
    backgroundSvg(scene, side, random),
    `<g transform="${shift}" opacity="${digits(scene.shadow)}">`,
    `<path d="${blade}"/><path d="${stem}" fill="none" stroke="#000" stroke-width="1.2"/></g>`,
    stroke(stem, colour.stem, 1.3),
    `<path d="${blade}" fill="${colour.blade}" stroke="${colour.edge}" stroke-width="0.7" stroke-linejoin="round"/>`,
    `<path d="${path(leaf.half, true)}" fill="${colour.half}" fill-opacity="0.5"/>`,
    ...leaf.veins.map((vein) => stroke(path(vein, false), colour.vein, 0.5)),
    stroke(path(leaf.midrib, false), colour.vein, 0.9),
    '</svg>',
  ].join('\n');
}

function stroke(d: string, colour: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round"/>`;
}

function path(points: Line, closed: boolean): string {
  const text = points.map(([x, y]) => `${digits(x)} ${digits(y)}`).join('L');
  return `M${text}${closed ? 'Z' : ''}`;
}

function digits(value: number): string {
  return value.toFixed(2);
}
