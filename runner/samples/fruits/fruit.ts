/** Kinds of fruit, in the order of their class numbers: the first is 0 to a detector, 1 in a mask. */
export const fruitNames = ['orange', 'lemon', 'pear', 'plum'] as const;
export type FruitName = (typeof fruitNames)[number];

/** What a scene is made of: fruit to find, and leaves that only hide it. */
export type ThingName = FruitName | 'leaf';

/** Red, green and blue, 0…255. */
export type Colour = readonly [number, number, number];

/** A thing lying in a scene; lengths in pixels. */
export interface Thing {
  readonly name: ThingName;
  readonly x: number;
  readonly y: number;
  /** Half of its length. */
  readonly radius: number;
  /** Direction of its length, in radians. */
  readonly angle: number;
  readonly colour: Colour;
}

/**
 * Half the width of a thing across its length, in its own radii; 0 where it has ended.
 * @param along −1…1 from end to end; lemons are a little longer
 */
export const halfWidths: Readonly<Record<ThingName, (along: number) => number>> = {
  orange: (along) => ellipse(along, 1, 0.97),
  lemon: (along) => Math.max(ellipse(along, 0.92, 0.66), ellipse(along, 1.14, 0.2)),
  pear: (along) =>
    ellipse(along, 1, 1) *
    (0.52 - 0.27 * along) *
    (1 - 0.3 * Math.exp(-(((along - 0.3) / 0.3) ** 2))),
  plum: (along) => ellipse(along, 0.95, 0.76),
  leaf: (along) => (Math.abs(along) < 1 ? 0.38 * (1 - along ** 2) : 0),
};

function ellipse(along: number, length: number, width: number): number {
  const share = along / length;
  return Math.abs(share) >= 1 ? 0 : width * Math.sqrt(1 - share ** 2);
}
