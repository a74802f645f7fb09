import { Failure, type Field, type GraphInput, type ImageTensor } from '@orangery/schemas';
import { completeTensor } from '../../inference/onnx/declared-tensor.ts';
import { isNumeric, tellTensor, type GraphTensor } from '../../inference/onnx/graph-tensor.ts';
import { fieldNames } from './field-name.ts';
import { findColumns, type FoundColumns } from './find-columns.ts';
import type { GraphFacts } from './graph-facts.ts';
import type { GraphWish, Remark } from './import-order.ts';
import { knownTexts } from './known-texts.ts';

/** What people send, and how it becomes tensors. */
export interface DeclaredInputs {
  readonly fields: readonly Field[];
  /** Of tensors that are not their field as it is. */
  readonly preprocessing: Readonly<Record<string, GraphInput>>;
  readonly remarks: readonly Remark[];
}

/** More columns make no form. */
const mostColumns = 200;
/** A picture of 4096 × 4096 has fewer. */
const mostNumbers = 2 ** 26;

/**
 * Declares what a graph takes: a picture, the columns of a row, single values, or tensors as they are.
 * @throws Failure MODULE_INVALID naming the tensor that cannot be given, USAGE naming what has to be said
 */
export function declareInputs(
  tensors: readonly GraphTensor[],
  wish: GraphWish,
  facts: GraphFacts,
): DeclaredInputs {
  const texts = knownTexts(facts.nodes);
  for (const tensor of tensors) checkBatch(tensor);
  for (const tensor of tensors) checkSize(sized(tensor, wish));
  checkNames(tensors, wish);
  const names = fieldNames(tensors.map(({ name }) => name));
  const parts = tensors.map((tensor, index) => {
    const place = {
      ...{ tensor: sized(tensor, wish), name: names[index]!, isOnly: tensors.length === 1 },
      ...{ texts: texts.get(tensor.name), columns: findColumns(facts, tensor.shape[1] ?? 0) },
    };
    return kinds.find(({ fits }) => fits(place, wish))!.declare(place, wish);
  });
  return {
    fields: parts.flatMap(({ fields }) => fields),
    preprocessing: Object.assign({}, ...parts.map(({ preprocessing }) => preprocessing)),
    remarks: parts.flatMap(({ remarks }) => remarks),
  };
}

interface Place {
  readonly tensor: GraphTensor;
  readonly name: string;
  readonly isOnly: boolean;
  /** Those that the graph knows. */
  readonly texts: readonly string[] | undefined;
  /** Names of as many columns, where the file has them. */
  readonly columns: FoundColumns | undefined;
}

interface Kind {
  readonly fits: (place: Place, wish: GraphWish) => boolean;
  readonly declare: (place: Place, wish: GraphWish) => DeclaredInputs;
}

const kinds: readonly Kind[] = [
  { fits: isPicture, declare: declarePicture },
  { fits: isRow, declare: declareRow },
  { fits: isOneValue, declare: declareOne },
  { fits: () => true, declare: declareTensor },
];

function checkBatch(tensor: GraphTensor): void {
  const [batch] = tensor.shape;
  if (tensor.shape.length > 0 && (batch === null || batch === 1)) return;
  throw new Failure(
    'MODULE_INVALID',
    `${tensor.name}: expected a first dimension that is the batch, free or 1, found ${tellTensor(tensor)}`,
    { hint: 'Export the model again with a free first dimension (dynamic_axes, dynamic_shapes).' },
  );
}

/** One input alone would take all memory. */
function checkSize(tensor: GraphTensor): void {
  const numbers = tensor.shape.reduce<number>((product, size) => product * (size ?? 1), 1);
  if (numbers <= mostNumbers) return;
  throw new Failure(
    'MODULE_INVALID',
    `${tensor.name}: expected at most ${mostNumbers} numbers for an input, found ${tellTensor(tensor)}`,
    { hint: 'Export the model for smaller inputs.' },
  );
}

function checkNames(tensors: readonly GraphTensor[], { image, shapes }: GraphWish): void {
  const names = tensors.map(({ name }) => name);
  const said = [
    ...(image === undefined ? [] : [['--image', image] as const]),
    ...[...shapes.keys()].map((name) => ['--shape', name] as const),
  ];
  const wrong = said.find(([, name]) => !names.includes(name));
  if (wrong === undefined) return;
  const [flag, name] = wrong;
  throw new Failure('USAGE', `${flag}: expected one of ${names.join(', ')}, found ${name}`, {
    hint: 'These are the tensors that the graph takes.',
  });
}

/** The tensor with the sizes that were said. */
function sized(tensor: GraphTensor, { shapes }: GraphWish): GraphTensor {
  const said = shapes.get(tensor.name);
  if (said === undefined) return tensor;
  const [batch, ...rest] = tensor.shape;
  const isSame =
    said.length === rest.length &&
    said.every((size, place) => rest[place] === null || rest[place] === size);
  if (isSame) {
    return { ...tensor, shape: [batch!, ...said.map((size) => (size < 0 ? null : size))] };
  }
  throw new Failure(
    'USAGE',
    `--shape ${tensor.name}: expected sizes that agree with ${tellTensor(tensor)}, without the batch, found ${said.join(',')}`,
  );
}

/** Channels, and where they stand. */
function channelsOf({ shape }: GraphTensor): { count: number; isLast: boolean } | undefined {
  const [, first, , last] = shape;
  if (shape.length !== 4) return undefined;
  if (first === 3 || first === 1) return { count: first, isLast: false };
  return last === 3 || last === 1 ? { count: last, isLast: true } : undefined;
}

function isPicture({ tensor, isOnly }: Place, { image, isRaw }: GraphWish): boolean {
  if (image === tensor.name) return true;
  const isOfPixels = ['float32', 'float64', 'uint8'].includes(tensor.type);
  return !isRaw && isOnly && image === undefined && isOfPixels && channelsOf(tensor) !== undefined;
}

function declarePicture({ tensor, name }: Place, { preprocessing }: GraphWish): DeclaredInputs {
  const channels = channelsOf(tensor);
  if (channels === undefined) {
    throw new Failure(
      'USAGE',
      `--image ${tensor.name}: expected [batch, 1 or 3, height, width] or channels last, found ${tellTensor(tensor)}`,
      { hint: 'Leave --image out, and the tensor is taken as it is.' },
    );
  }
  const [height, width] = channels.isLast ? tensor.shape.slice(1, 3) : tensor.shape.slice(2);
  if (height == null || width == null) throw freeSize(tensor);
  const isByte = tensor.type === 'uint8';
  const image: ImageTensor = {
    ...{ kind: 'image', from: name, size: [height, width] },
    ...(channels.isLast && { layout: 'height-width-channels' }),
    ...(channels.count === 1 && { channels: 'grey' }),
    ...(isByte && { largest: 255 }),
    ...preprocessing,
  };
  const field: Field = {
    ...{ name, type: 'image' },
    description: 'A picture as PNG, JPEG or WebP: a multipart file, or base64 text in JSON.',
  };
  const remarks = [pictureRemark(tensor, image)].filter((one) => one !== undefined);
  return { fields: [field], preprocessing: { [tensor.name]: image }, remarks };
}

/** The graph does not say how its pictures were made ready. */
function pictureRemark({ name, type }: GraphTensor, image: ImageTensor): Remark | undefined {
  const { size, fit = 'stretch', channels = 'rgb', largest = 1 } = image;
  const isScaled = image.mean !== undefined || image.deviation !== undefined;
  const isSaid = image.fit !== undefined && (isScaled || type === 'uint8');
  if (isSaid) return undefined;
  const [height, width] = size;
  return {
    text: `${name} is taken for a picture: ${channels}, 0…${largest}${isScaled ? ', with the mean and deviation that were said' : ''}, ${fit} to ${height} × ${width}. The file does not say how it was trained`,
    hint: 'Say --mean, --deviation, --fit, --shorter-side, --channels or --largest; of ImageNet: --mean 0.485,0.456,0.406 --deviation 0.229,0.224,0.225 --fit cover --shorter-side 256.',
  };
}

function isRow({ tensor, isOnly }: Place, { isRaw, columns }: GraphWish): boolean {
  const { type, shape } = tensor;
  const width = shape[1];
  if (
    shape.length !== 2 ||
    width == null ||
    !['float32', 'float64', 'int32', 'int64'].includes(type)
  )
    return false;
  if (columns !== undefined) return isOnly;
  return !isRaw && isOnly && type.startsWith('float') && width > 1 && width <= mostColumns;
}

function declareRow({ tensor, columns: found }: Place, { columns }: GraphWish): DeclaredInputs {
  const width = tensor.shape[1]!;
  const numbered = Array.from({ length: width }, (_, index) => `feature_${index}`);
  const names = columns ?? found?.columns ?? numbered;
  if (names.length !== width || new Set(names).size !== width) {
    const found = names.length === width ? 'one of them twice' : `${names.length}`;
    throw new Failure(
      'USAGE',
      `--columns: expected ${width} names, one for each number of ${tensor.name}, found ${found}`,
    );
  }
  const type = tensor.type.startsWith('int') ? 'integer' : 'number';
  return {
    fields: names.map((one) => ({ name: one, type })),
    preprocessing: { [tensor.name]: { kind: 'columns', columns: names.map((from) => ({ from })) } },
    remarks: columns === undefined ? [rowRemark(tensor, names, found?.from)] : [],
  };
}

function rowRemark(
  { name }: GraphTensor,
  names: readonly string[],
  from: string | undefined,
): Remark {
  const hint = 'Say --columns a,b,c, or --raw to take the tensor as it is.';
  if (from !== undefined) {
    return { text: `The names of the ${names.length} numbers of ${name} are from ${from}`, hint };
  }
  return {
    text: `${name} is taken for a row of ${names.length} numbers without names: ${names[0]} … ${names.at(-1)}`,
    hint,
  };
}

function isOneValue({ tensor }: Place): boolean {
  return tensor.shape.slice(1).every((size) => size === 1);
}

const ofType: Readonly<Partial<Record<GraphTensor['type'], Field['type']>>> = {
  ...{ bool: 'boolean', string: 'text', float32: 'number', float64: 'number' },
};

function declareOne({ tensor, name, texts }: Place): DeclaredInputs {
  if (tensor.type === 'string' && texts !== undefined) {
    return asItIs(tensor, { name, type: 'category', values: [...texts] });
  }
  return asItIs(tensor, { name, type: ofType[tensor.type] ?? 'integer' });
}

function declareTensor({ tensor, name }: Place, { shapes }: GraphWish): DeclaredInputs {
  const field = completeTensor({ name, type: 'tensor' }, tensor);
  const what = isNumeric(tensor) ? 'Numbers' : 'Texts';
  const declared = asItIs(tensor, { ...field, description: `${what} as the graph takes them.` });
  const isOpen = tensor.shape.slice(1).includes(null) && !shapes.has(tensor.name);
  return { ...declared, remarks: isOpen ? [openRemark(tensor)] : [] };
}

function openRemark(tensor: GraphTensor): Remark {
  const sizes = tensor.shape.slice(1).map((size) => size ?? 'any');
  return {
    text: `${tensor.name} has sizes that its file leaves free, ${tellTensor(tensor)}: inputs of any size are passed on`,
    hint: `Say --shape ${tensor.name}=${sizes.join(',')} with numbers where it takes no others.`,
  };
}

function asItIs({ name }: GraphTensor, field: Field): DeclaredInputs {
  const isOther = field.name !== name;
  const preprocessing: Record<string, GraphInput> = isOther
    ? { [name]: { kind: 'same', from: field.name } }
    : {};
  return { fields: [field], preprocessing, remarks: [] };
}

/** A picture is made to a size, which only who exported it knows. */
function freeSize(tensor: GraphTensor): Failure {
  const [, first, , last] = tensor.shape;
  const example = first === null ? `224,224,${last}` : `${first},224,224`;
  return new Failure(
    'USAGE',
    `${tensor.name}: expected a fixed height and width, found ${tellTensor(tensor)}`,
    {
      hint: `Say the size that it takes, without the batch: --shape ${tensor.name}=${example}; or --raw to take the tensor as it is.`,
    },
  );
}
