import type { Field } from '@orangery/schemas';
import sharp from 'sharp';
import { createRandom, type Random } from '../../random.ts';
import type { Sample } from './sample.ts';

type Value = string | number | boolean | readonly unknown[];

const rows = 3;
/** Of a dimension that is free. */
const freeLength = 4;
/** More numbers make a golden test that nobody reads. */
const mostNumbers = 4096;
const side = 96;

/** Inputs of the declared types, the same each time; none where they would be too large. */
export async function drawInputs(fields: readonly Field[]): Promise<Sample> {
  const random = createRandom(1);
  const picture = fields.find(({ type }) => type === 'image');
  if (picture !== undefined && fields.length === 1) {
    const bytes = await drawPicture(random);
    return {
      inputs: [{ file: 'sample/drawn.png' }],
      files: new Map([['sample/drawn.png', bytes]]),
    };
  }
  if (picture !== undefined || fields.some((field) => sizeOf(field) > mostNumbers)) {
    return { inputs: [], files: new Map() };
  }
  const inputs = Array.from({ length: rows }, () => ({
    row: Object.fromEntries(fields.map((field) => [field.name, drawValue(field, random)])),
  }));
  return { inputs: inputs as Sample['inputs'], files: new Map() };
}

function sizeOf({ type, shape = [] }: Field): number {
  const sizes = shape.map((size) => (size < 0 ? freeLength : size));
  return type === 'tensor' ? sizes.reduce((product, size) => product * size, 1) : 1;
}

function drawValue(field: Field, random: Random): Value {
  if (field.type === 'tensor') {
    const shape = (field.shape ?? []).map((size) => (size < 0 ? freeLength : size));
    return drawTensor(shape, field.datatype, random) as Value;
  }
  if (field.type === 'category') return field.values?.[random.integer(field.values.length)] ?? '';
  if (field.type === 'boolean') return random.integer(2) === 1;
  if (field.type === 'integer') return random.integer(2);
  return field.type === 'text' ? 'A text.' : fraction(random);
}

function drawTensor(
  [length, ...rest]: readonly number[],
  datatype: Field['datatype'],
  random: Random,
): unknown {
  if (length !== undefined) {
    return Array.from({ length }, () => drawTensor(rest, datatype, random));
  }
  if (datatype === 'BYTES') return 'text';
  return datatype?.startsWith('FP') ? fraction(random) : random.integer(2);
}

/** Few digits, as people write numbers. */
function fraction(random: Random): number {
  return Number(random.uniform().toFixed(3));
}

/** A disc on a ground that grows lighter: something of every colour and brightness. */
async function drawPicture(random: Random): Promise<Uint8Array> {
  const data = new Uint8Array(side * side * 3);
  const [left, top] = [
    side * (0.3 + 0.4 * random.uniform()),
    side * (0.3 + 0.4 * random.uniform()),
  ];
  for (let pixel = 0; pixel < side * side; pixel += 1) {
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    const isInside = (x - left) ** 2 + (y - top) ** 2 < (side / 4) ** 2;
    const shade = Math.round((255 * (x + y)) / (2 * side));
    data.set(
      isInside ? [230, 120, 30] : [shade, 255 - shade, Math.round((shade + y) / 2)],
      3 * pixel,
    );
  }
  return sharp(data, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}
