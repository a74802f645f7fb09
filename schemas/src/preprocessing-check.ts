import type {
  Field,
  GraphInput,
  GraphOutput,
  ImageTensor,
  ModuleFrontMatter,
} from './generated/types.ts';
import type { PlacelessProblem } from './record.ts';

type Types = readonly Field['type'][];

const scalars: Types = ['number', 'integer', 'boolean', 'category'];
/** Types of declared inputs that each kind of tensor is made of. */
const madeOf: Readonly<Record<GraphInput['kind'], Types>> = {
  image: ['image'],
  columns: scalars,
  same: ['tensor', 'text', ...scalars],
};

/** What must hold of the preprocessing of runtime onnx, whatever graph it is for. */
export function preprocessingFitsFields(module: ModuleFrontMatter): PlacelessProblem[] {
  const { runtime, preprocessing = {}, inputs = [], outputs = [] } = module;
  if (runtime !== 'onnx') return [];
  return [
    ...Object.entries(preprocessing.inputs ?? {}).flatMap(([name, input]) =>
      inputProblems(pointerOf('inputs', name), input, inputs),
    ),
    ...Object.entries(preprocessing.outputs ?? {}).flatMap(([name, output]) =>
      outputProblems(pointerOf('outputs', name), output, outputs),
    ),
    ...outputs.flatMap((field, index) => valuesProblems(`/outputs/${index}/values`, field)),
  ];
}

function pointerOf(side: 'inputs' | 'outputs', name: string): string {
  return `/preprocessing/${side}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function inputProblems(
  pointer: string,
  input: GraphInput,
  fields: readonly Field[],
): PlacelessProblem[] {
  const types = madeOf[input.kind];
  if (input.kind !== 'columns') {
    const image = input.kind === 'image' ? imageProblems(pointer, input) : [];
    return [...fieldProblems(`${pointer}/from`, input.from, fields, types), ...image];
  }
  return input.columns.flatMap(({ from, encode }, index) => {
    const place = `${pointer}/columns/${index}`;
    const problems = fieldProblems(`${place}/from`, from, fields, types);
    const type = fields.find(({ name }) => name === from)?.type;
    if (encode === undefined || type === undefined || type === 'category') return problems;
    const expected = 'no encode beside what is not a category';
    return [...problems, { pointer: `${place}/encode`, expected, found: type }];
  });
}

function fieldProblems(
  pointer: string,
  name: string,
  fields: readonly Field[],
  types: Types,
): PlacelessProblem[] {
  const field = fields.find((each) => each.name === name);
  if (field === undefined) {
    const names = fields.map((each) => each.name).join(', ') || 'there are none';
    return [{ pointer, expected: `a declared name: ${names}`, found: JSON.stringify(name) }];
  }
  if (!types.includes(field.type)) {
    const expected = `the name of a field of type ${types.join(', ')}`;
    return [{ pointer, expected, found: `${JSON.stringify(name)} of type ${field.type}` }];
  }
  return field.type === 'category' ? valuesProblems(pointer, field) : [];
}

/** Places of a tensor are told by the values' order. */
function valuesProblems(pointer: string, { name, type, values }: Field): PlacelessProblem[] {
  if ((type !== 'category' && type !== 'class-probabilities') || values !== undefined) return [];
  return [{ pointer, expected: `values for ${type} ${JSON.stringify(name)}`, found: 'none' }];
}

function imageProblems(pointer: string, image: ImageTensor): PlacelessProblem[] {
  const { size, fit, shorterSide, channels } = image;
  const problems: PlacelessProblem[] = [];
  if (shorterSide !== undefined && (fit !== 'cover' || shorterSide < Math.max(...size))) {
    problems.push({
      pointer: `${pointer}/shorterSide`,
      expected: `at least ${Math.max(...size)}, so that the size can be cut out, with fit: cover`,
      found: `${shorterSide}, fit ${fit ?? 'stretch'}`,
    });
  }
  const count = channels === 'grey' ? 1 : 3;
  for (const name of ['mean', 'deviation'] as const) {
    const found = image[name]?.length ?? 1;
    if (found === 1 || found === count) continue;
    const expected = `one number, or one for each of ${count} channels`;
    problems.push({ pointer: `${pointer}/${name}`, expected, found: `${found} numbers` });
  }
  return problems;
}

function outputProblems(
  pointer: string,
  { gives, softmax }: GraphOutput,
  fields: readonly Field[],
): PlacelessProblem[] {
  const field = fields.find(({ name }) => name === gives);
  if (field === undefined) {
    const expected = `a declared name: ${fields.map(({ name }) => name).join(', ') || 'there are none'}`;
    return [{ pointer: `${pointer}/gives`, expected, found: JSON.stringify(gives) }];
  }
  if (softmax === undefined || field.type === 'class-probabilities') return [];
  const expected = 'softmax beside class probabilities alone';
  return [{ pointer: `${pointer}/softmax`, expected, found: `type ${field.type}` }];
}
