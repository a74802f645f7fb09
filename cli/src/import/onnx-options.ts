import type { GraphWish, ImageWish } from '@orangery/runner';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { collect, wholeNumber } from '../options.ts';

export interface OnnxOptions {
  readonly id?: string;
  readonly title?: string;
  readonly summary?: string;
  readonly license?: string;
  readonly author?: readonly string[];
  readonly task?: string;
  readonly sample?: string;
  readonly labels?: string;
  readonly columns?: readonly string[];
  readonly shape?: ReadonlyMap<string, readonly number[]>;
  readonly output?: readonly string[];
  readonly raw?: true;
  readonly softmax?: boolean;
  readonly image?: string;
  readonly mean?: number[];
  readonly deviation?: number[];
  readonly fit?: ImageWish['fit'];
  readonly shorterSide?: number;
  readonly channels?: ImageWish['channels'];
  readonly interpolation?: ImageWish['interpolation'];
  readonly fill?: number;
  readonly largest?: ImageWish['largest'];
  readonly link?: string;
  readonly out?: string;
  readonly dryRun?: true;
}

/** Options by what they say: of the module, of its tensors, of its pictures, of where it goes. */
export function addOnnxOptions(command: Command): Command {
  command
    .option('--id <id>', 'what the module is called (default: as its file)')
    .option('--title <text>', 'name that people read (default: from the id)')
    .option('--summary <text>', 'one sentence: what it does, for whom')
    .option('--license <spdx>', 'of the weights (default: NOASSERTION)')
    .option('--author <name>', 'who made it; repeat for several', collect)
    .option('--task <name>', 'such as image-classification (default: by its inputs and outputs)')
    .option('--sample <file>', 'inputs of the golden test: a picture, a text, CSV or JSON')
    .option('--labels <names>', 'names of the classes: a,b,c or a file with one a line')
    .option('--columns <names>', 'names of the numbers of a row: a,b,c', splitNames)
    .option('--shape <tensor=sizes>', 'sizes that the file leaves free, as ids=128; any', takeShape)
    .option('--output <tensor>', 'answer only this; repeat for several', collect)
    .option('--raw', 'take tensors as they are, neither picture nor row')
    .option('--softmax', 'the graph gives logits (default: found by asking it)')
    .option('--no-softmax', 'the graph gives probabilities');
  return addPlaceOptions(addPictureOptions(command));
}

function addPictureOptions(command: Command): Command {
  return command
    .option('--image <tensor>', 'tensor that a picture becomes (default: by its shape)')
    .option('--mean <numbers>', 'subtracted from each channel, as 0.485,0.456,0.406', numbers)
    .option('--deviation <numbers>', 'divides each channel, as 0.229,0.224,0.225', numbers)
    .addOption(
      new Option('--fit <how>', 'how a picture becomes the size (default: stretch)').choices([
        ...['stretch', 'cover', 'contain'],
      ]),
    )
    .option('--shorter-side <pixels>', 'for cover: scaled to this first', wholeNumber(1, 4096))
    .addOption(
      new Option(
        '--channels <order>',
        'colours (default: rgb, or grey where there is one)',
      ).choices(['rgb', 'bgr', 'grey']),
    )
    .addOption(
      new Option('--interpolation <how>', 'between pixels (default: bilinear)').choices([
        ...['nearest', 'bilinear', 'bicubic'],
      ]),
    )
    .option('--fill <sample>', 'for contain: what is around the picture', wholeNumber(0, 255))
    .option('--largest <value>', 'brightest sample: 1 or 255 (default: by the type)', takeLargest);
}

function addPlaceOptions(command: Command): Command {
  return command
    .option('--link <address>', 'where the weights are published: a zip of artifact/, by https')
    .option('--out <folder>', 'folder that the module’s folder is made in (default: modules)')
    .option('--dry-run', 'write nothing, and print the module.md');
}

/** What the options say of the graph. */
export function wishOf(options: OnnxOptions, labels: readonly string[] | undefined): GraphWish {
  const { image, raw, columns, shape = new Map(), output, softmax } = options;
  const { mean, deviation, fit, shorterSide, interpolation, fill, channels, largest } = options;
  const picture = { mean, deviation, fit, shorterSide, interpolation, fill, channels, largest };
  const said = Object.entries(picture);
  return {
    preprocessing: Object.fromEntries(said.filter(([, value]) => value !== undefined)),
    isRaw: raw === true,
    shapes: shape,
    ...(image !== undefined && { image }),
    ...(columns !== undefined && { columns }),
    ...(output !== undefined && { outputs: output }),
    ...(labels !== undefined && { labels }),
    ...(softmax !== undefined && { softmax }),
  };
}

function splitNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => /^[A-Za-z_][A-Za-z0-9_ .-]*$/.test(name))) return names;
  throw new InvalidArgumentError(
    'expected names of letters, digits, _, . and - with commas between.',
  );
}

function takeShape(
  text: string,
  before: ReadonlyMap<string, readonly number[]> = new Map(),
): ReadonlyMap<string, readonly number[]> {
  const [, name, sizes] = /^(.+)=((?:any|\d+)(?:,(?:any|\d+))*)$/.exec(text) ?? [];
  if (name === undefined || sizes === undefined) {
    throw new InvalidArgumentError('expected tensor=sizes without the batch, as pixels=3,224,224.');
  }
  const parsed = sizes.split(',').map((size) => (size === 'any' ? -1 : Number(size)));
  return new Map([...before, [name, parsed]]);
}

function numbers(text: string): number[] {
  const parts = text.split(',').map(Number);
  if (parts.every(Number.isFinite) && (parts.length === 1 || parts.length === 3)) return parts;
  throw new InvalidArgumentError('expected one number, or three with commas between.');
}

function takeLargest(text: string): 1 | 255 {
  if (text === '1') return 1;
  if (text === '255') return 255;
  throw new InvalidArgumentError('expected 1 or 255.');
}
