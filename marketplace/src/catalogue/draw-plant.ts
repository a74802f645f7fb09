import { hashText } from '@orangery/schemas';

/** What grows: a plant's habit tells the task, its details the module's name. */
export interface PlantSeed {
  readonly id: string;
  readonly task: string;
  /** A trained module bears fruit. */
  readonly isTrained: boolean;
}

/**
 * SVG paths in a box 200 wide and 220 high, the pot standing on its lower edge. Whole numbers are near enough,
 * and a list has many plants.
 */
export interface PlantDrawing {
  readonly stems: string;
  /** Leaves from the back to the front. */
  readonly leaves: { readonly back: string; readonly middle: string; readonly front: string };
  readonly fruits: readonly Point[];
}

type Random = () => number;
type Layer = keyof PlantDrawing['leaves'];
interface Point {
  readonly x: number;
  readonly y: number;
}
interface Leaf extends Point {
  /** Radians, 0 to the right, growing clockwise. */
  readonly angle: number;
  readonly length: number;
  readonly width: number;
  readonly layer: Layer;
}
interface Growth {
  readonly stems: readonly string[];
  readonly leaves: readonly Leaf[];
  readonly fruits: readonly Point[];
}

const root: Point = { x: 100, y: 176 };
/** Leaves around a stem stand this far apart (Vogel 1979, a better way to construct the sunflower head). */
const goldenAngle = Math.PI * (3 - Math.sqrt(5));

const habits: readonly { readonly task: RegExp; readonly grow: (random: Random) => Growth }[] = [
  { task: /^(image|object|video)/, grow: growTree },
  { task: /^(tabular|regression|anomaly)/, grow: growFern },
  { task: /^(text|sequence|token|translation)/, grow: growVine },
  { task: /^(audio|time|speech|forecast)/, grow: growReeds },
];

/** The same picture for the same module, always. */
export function drawPlant({ id, task, isTrained }: PlantSeed): PlantDrawing {
  const hash = hashText(id);
  const random = createRandom(Number.parseInt(hash.slice(0, 8), 16));
  const fallback = habits[Number.parseInt(hash.slice(8, 10), 16) % habits.length]!;
  const { grow } = habits.find((habit) => habit.task.test(task)) ?? fallback;
  const growth = grow(random);
  const layer = (name: Layer): string =>
    growth.leaves
      .filter((leaf) => leaf.layer === name)
      .map(leafPath)
      .join('');
  return {
    stems: growth.stems.join(''),
    leaves: { back: layer('back'), middle: layer('middle'), front: layer('front') },
    fruits: isTrained ? growth.fruits.map(({ x, y }) => ({ x: round(x), y: round(y) })) : [],
  };
}

/** A small tree in a pot: leaves spread over a round crown, or over two. */
function growTree(random: Random): Growth {
  const hasTwoCrowns = random() < 0.35;
  const lean = (random() - 0.5) * 12;
  const crowns = hasTwoCrowns
    ? [
        crown(random, { x: 100 + lean / 2, y: 116 }, 34),
        crown(random, { x: 100 + lean, y: 62 }, 30),
      ]
    : [crown(random, { x: 100 + lean, y: 84 }, 46 + random() * 8)];
  const top = hasTwoCrowns ? 62 : 84;
  const stems = [
    `M${root.x} ${root.y}Q${round(100 - lean)} ${round((176 + top) / 2)} ${round(100 + lean)} ${top}`,
  ];
  return {
    stems,
    leaves: crowns.flatMap(({ leaves }) => leaves),
    fruits: crowns.flatMap(({ fruits }) => fruits),
  };
}

function crown(random: Random, center: Point, radius: number): Pick<Growth, 'leaves' | 'fruits'> {
  const count = Math.round(radius * 1.35);
  const tall = 0.92 + random() * 0.25;
  const turn = random() * Math.PI * 2;
  const at = (index: number): Point & { angle: number } => {
    const angle = turn + index * goldenAngle;
    const distance = radius * Math.sqrt((index + 0.5) / count);
    return {
      x: center.x + Math.cos(angle) * distance,
      y: center.y + Math.sin(angle) * distance * tall,
      angle,
    };
  };
  const length = 16 + random() * 6;
  const slender = 0.28 + random() * 0.14;
  const leaves = Array.from({ length: count }, (_, index): Leaf => {
    const { x, y, angle } = at(index);
    const share = index / count + (random() - 0.5) * 0.3;
    const layer = share > 0.62 ? 'back' : share > 0.28 ? 'middle' : 'front';
    const size = length * (0.8 + random() * 0.4);
    return {
      x,
      y,
      angle: angle + (random() - 0.5) * 0.9,
      length: size,
      width: size * slender,
      layer,
    };
  });
  const fruitCount = Math.round(radius / 8);
  const fruits = Array.from({ length: fruitCount }, (_, index) =>
    at(Math.floor(((index + 0.6) * count) / fruitCount)),
  );
  return { leaves, fruits };
}

/** Fronds from the pot, leaflets in pairs: rows and columns. */
function growFern(random: Random): Growth {
  const count = 5 + Math.floor(random() * 3);
  const pairs = 8 + Math.floor(random() * 4);
  const stems: string[] = [];
  const leaves: Leaf[] = [];
  const fruits: Point[] = [];
  for (let index = 0; index < count; index += 1) {
    const side = count === 1 ? 0 : (index / (count - 1)) * 2 - 1;
    const reach = 26 + 44 * Math.abs(side) + random() * 8;
    const tip = {
      x: 100 + Math.sign(side) * reach * Math.min(1, Math.abs(side) * 1.6),
      y: 40 + 52 * side * side + random() * 14,
    };
    const bend = { x: 100 + side * 14, y: tip.y - 8 + 26 * Math.abs(side) };
    stems.push(curvePath(root, bend, tip));
    const layer: Layer = index % 2 === 0 ? 'middle' : Math.abs(side) < 0.4 ? 'front' : 'back';
    leaves.push(...leaflets({ bend, tip, pairs, layer, length: 15 + random() * 5 }));
    fruits.push({ x: tip.x, y: tip.y });
  }
  return { stems, leaves, fruits };
}

interface Frond {
  readonly bend: Point;
  readonly tip: Point;
  readonly pairs: number;
  readonly layer: Layer;
  readonly length: number;
}

function leaflets({ bend, tip, pairs, layer, length }: Frond): Leaf[] {
  return Array.from({ length: pairs }, (_, index) => {
    const along = 0.24 + (0.74 * (index + 1)) / pairs;
    const { x, y, angle } = pointOnCurve(root, bend, tip, along);
    const size = length * Math.sin(Math.PI * Math.min(0.96, 0.18 + along * 0.78));
    const opening = 1.15 - along * 0.45;
    return [-opening, opening].map((turn): Leaf => ({
      x,
      y,
      angle: angle + turn,
      length: size,
      width: size * 0.3,
      layer,
    }));
  }).flat();
}

/** A climber winding up a cane, a leaf at each bend: word after word. */
function growVine(random: Random): Growth {
  const nodes = 9 + Math.floor(random() * 4);
  const swing = 20 + random() * 12;
  const phase = random() < 0.5 ? 1 : -1;
  const points = Array.from({ length: nodes + 1 }, (_, index): Point => {
    const height = index / nodes;
    const side = index % 2 === 0 ? phase : -phase;
    return {
      x: index === 0 ? root.x : 100 + side * swing * (1 - height * 0.35),
      y: root.y - 142 * height,
    };
  });
  const bends = points.slice(1).map((point, index) => {
    const middle = { x: 100, y: (points[index]!.y + point.y) / 2 };
    return `Q${round(middle.x)} ${round(points[index]!.y)} ${round(middle.x)} ${round(middle.y)}T${round(point.x)} ${round(point.y)}`;
  });
  const leaves = points.slice(1).flatMap((point, index): Leaf[] => {
    const outward = point.x < 100 ? Math.PI : 0;
    const size = 26 - index * 0.9 + random() * 5;
    const layers: readonly Layer[] = ['back', 'middle', 'front'];
    return [-0.55, 0.5].map((turn, which) => ({
      ...point,
      angle: outward + turn + (random() - 0.5) * 0.4,
      length: size * (which === 0 ? 1 : 0.8),
      width: size * 0.34,
      layer: layers[(index + which) % 3]!,
    }));
  });
  const cane = `M100 ${root.y}V26`;
  const fruits = points.slice(2).filter((_, index) => index % 2 === 0);
  return { stems: [cane, `M${root.x} ${root.y}${bends.join('')}`], leaves, fruits };
}

/** Long blades from one point, like a wave drawn out over time. */
function growReeds(random: Random): Growth {
  const count = 11 + Math.floor(random() * 5);
  const leaves = Array.from({ length: count }, (_, index): Leaf => {
    const spread = (index / (count - 1) - 0.5) * 2;
    const angle = -Math.PI / 2 + spread * (0.95 + random() * 0.1);
    const length = 128 - 48 * Math.abs(spread) - random() * 22;
    const layers: readonly Layer[] = ['back', 'front', 'middle'];
    return { ...root, angle, length, width: 6 + random() * 3, layer: layers[index % 3]! };
  });
  const stalks = [-0.3, 0.08, 0.38].map((turn) => ({
    x: root.x + Math.sin(turn) * 118,
    y: root.y - Math.cos(turn) * (112 + random() * 24),
  }));
  return {
    stems: stalks.map((tip) => curvePath(root, { x: 100, y: 110 }, tip)),
    leaves,
    fruits: stalks,
  };
}

/** A pointed leaf that begins where it hangs: one bow to its tip, one back. */
function leafPath({ x, y, angle, length, width }: Leaf): string {
  const from = (along: number, across: number): readonly [number, number] => [
    round(Math.cos(angle) * along - Math.sin(angle) * across),
    round(Math.sin(angle) * along + Math.cos(angle) * across),
  ];
  const [right, down] = from(length, 0);
  const [above, below] = [from(length / 2, -1.5 * width), from(length / 2, 1.5 * width)];
  const back = [below[0] - right, below[1] - down, -right, -down];
  return `M${numbers([round(x), round(y)])}q${numbers([...above, right, down, ...back])}`;
}

/** As few characters as a path can have. */
function numbers(values: readonly number[]): string {
  return values.join(' ').replaceAll(' -', '-');
}

function curvePath(from: Point, bend: Point, to: Point): string {
  return `M${round(from.x)} ${round(from.y)}Q${round(bend.x)} ${round(bend.y)} ${round(to.x)} ${round(to.y)}`;
}

/** A point of a quadratic Bézier curve, and the direction the curve has there. */
function pointOnCurve(
  from: Point,
  bend: Point,
  to: Point,
  along: number,
): Point & { angle: number } {
  const rest = 1 - along;
  const mix = (a: number, b: number, c: number): number =>
    rest * rest * a + 2 * rest * along * b + along * along * c;
  const slope = (a: number, b: number, c: number): number => rest * (b - a) + along * (c - b);
  return {
    x: mix(from.x, bend.x, to.x),
    y: mix(from.y, bend.y, to.y),
    angle: Math.atan2(slope(from.y, bend.y, to.y), slope(from.x, bend.x, to.x)),
  };
}

function round(value: number): number {
  return Math.round(value);
}

/** Mulberry32: numbers 0…1 that depend on the seed alone. */
function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
