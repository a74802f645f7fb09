/** Something found in a picture, in its pixels. */
export interface FoundBox {
  readonly label: string;
  readonly score: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Outputs of a pipeline's steps, `find.boxes` and its like, by step; nothing where names are otherwise. */
export function groupSteps(answer: JsonObject): JsonObject | undefined {
  const steps = new Map<string, Record<string, unknown>>();
  for (const [name, value] of Object.entries(answer)) {
    const dot = name.indexOf('.');
    if (dot <= 0) return undefined;
    const step = name.slice(0, dot);
    steps.set(step, { ...steps.get(step), [name.slice(dot + 1)]: value });
  }
  return Object.fromEntries(steps);
}

export function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Names and numbers of an object that holds nothing else, the largest first. */
export function readShares(value: unknown): readonly (readonly [string, number])[] | undefined {
  if (!isObject(value)) return undefined;
  const shares: (readonly [string, number])[] = [];
  for (const [name, share] of Object.entries(value)) {
    if (typeof share !== 'number') return undefined;
    shares.push([name, share]);
  }
  return shares.sort(([, one], [, other]) => other - one);
}

export function readBoxes(value: unknown): readonly FoundBox[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const boxes: FoundBox[] = [];
  for (const item of value) {
    if (!isObject(item)) return undefined;
    const { label, score, x, y, width, height } = item;
    const places = [score, x, y, width, height];
    if (typeof label !== 'string' || !isNumbers(places)) return undefined;
    const [sure = 0, left = 0, top = 0, across = 0, down = 0] = places;
    boxes.push({ label, score: sure, x: left, y: top, width: across, height: down });
  }
  return boxes;
}

/**
 * Class of every pixel of a mask, from run lengths: class number and count in turn.
 * @returns nothing where they do not fill it
 */
export function readMask(runs: unknown, width: unknown, height: unknown): Uint8Array | undefined {
  if (!isNumbers(runs) || typeof width !== 'number' || typeof height !== 'number') return undefined;
  if (!(width > 0 && height > 0 && width * height <= 4_000_000)) return undefined;
  const classes = new Uint8Array(width * height);
  let start = 0;
  for (let index = 0; index + 1 < runs.length; index += 2) {
    const end = start + (runs[index + 1] ?? 0);
    classes.fill(runs[index] ?? 0, start, end);
    start = end;
  }
  return start === classes.length ? classes : undefined;
}
