import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../runner/src/random.ts';
import { seenBox } from '../../../../runner/src/recipes/object-detection/seen-box.ts';
import {
  addNoise,
  paintMaskView,
  paintView,
  randomView,
  seenAt,
  type View,
} from '../../../../runner/src/recipes/pictures/view.ts';

const side = 16;
const still: View = {
  direction: 1,
  scale: 1,
  angle: 0,
  shiftX: 0,
  shiftY: 0,
  contrast: 1,
  brightness: 0,
  tint: [1, 1, 1],
  noise: 0,
};

/** One bright pixel on black. */
function dot(x: number, y: number): Uint8Array {
  const picture = new Uint8Array(side * side);
  picture[y * side + x] = 255;
  return picture;
}

function paint(picture: Uint8Array, view: View): Float32Array {
  const target = new Float32Array(side * side);
  paintView(target, 0, picture, { side, channels: 1 }, view);
  return target;
}

describe('a view of a picture', () => {
  it('is the picture itself when nothing is changed', () => {
    const picture = dot(5, 9);
    expect(paint(picture, still)[9 * side + 5]).toBe(255);
    const mask = new Uint8Array(side * side);
    paintMaskView(mask, 0, picture, { side, outside: 7 }, still);
    expect(mask).toEqual(picture);
  });

  it.each<[string, Partial<View>]>([
    ['mirrored', { direction: -1 }],
    ['shifted', { shiftX: 3, shiftY: -2 }],
    ['turned by a quarter', { angle: Math.PI / 2 }],
    ['turned and mirrored', { angle: Math.PI / 2, direction: -1 }],
  ])('shows a pixel and its class where it says, %s', (_, change) => {
    const view = { ...still, ...change };
    const [x, y] = seenAt(view, side, 5.5, 9.5);
    const place = Math.floor(y + 1e-9) * side + Math.floor(x + 1e-9);
    const picture = dot(5, 9);
    expect(paint(picture, view)[place]).toBeCloseTo(255, 3);
    const mask = new Uint8Array(side * side);
    paintMaskView(mask, 0, picture, { side, outside: 7 }, view);
    expect(mask[place]).toBe(255);
  });

  it('is grey, and of no class, where there is no picture', () => {
    const view = { ...still, shiftX: 8 };
    const black = new Uint8Array(side * side);
    expect(paint(black, view)[0]).toBe(127);
    const mask = new Uint8Array(side * side);
    paintMaskView(mask, 0, black, { side, outside: 255 }, view);
    expect([mask[7], mask[8]]).toEqual([255, 0]);
  });

  it('is drawn within its limits, the same from the same seed', () => {
    const changes = { strength: 1, mirror: true, rotation: 20 };
    const random = createRandom(3);
    const views = Array.from({ length: 200 }, () => randomView(side, changes, random));
    expect(randomView(side, changes, createRandom(3))).toEqual(views[0]);
    const most = (of: (view: View) => number): number => Math.max(...views.map(of));
    expect(most(({ angle }) => Math.abs(angle))).toBeLessThanOrEqual((20 * Math.PI) / 180);
    expect(most(({ scale }) => Math.abs(Math.log(scale)))).toBeLessThanOrEqual(0.3);
    expect(new Set(views.map(({ direction }) => direction))).toEqual(new Set([1, -1]));
    const none = randomView(side, { strength: 0, mirror: false, rotation: 0 }, random);
    expect(seenAt(none, side, 3, 4)).toEqual([3, 4]);
    expect([none.contrast, ...none.tint, none.noise]).toEqual([1, 1, 1, 1, 0]);
  });

  it('has noise of at most what it says', () => {
    const values = new Float32Array(1000).fill(100);
    addNoise(values, 10, createRandom(1));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(90);
    expect(Math.max(...values)).toBeLessThanOrEqual(110);
    expect(new Set(values).size).toBeGreaterThan(900);
  });
});

describe('a box in a view', () => {
  const box = { label: 1, x: 2, y: 4, width: 4, height: 2 };

  it('goes where its corners go', () => {
    expect(seenBox(box, side, still)).toEqual(box);
    expect(seenBox(box, side, { ...still, direction: -1 })).toEqual({ ...box, x: 10 });
    expect(seenBox(box, side, { ...still, scale: 2 })).toEqual({
      label: 1,
      x: 0,
      y: 0,
      width: 4,
      height: 4,
    });
  });

  it('is gone when most of it is', () => {
    expect(seenBox(box, side, { ...still, shiftX: -5 })).toBeNull();
    expect(seenBox(box, side, { ...still, shiftX: -4 })).toEqual({ ...box, x: 0, width: 2 });
  });
});
