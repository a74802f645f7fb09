import { Failure, type Field, type ModuleFrontMatter } from '@orangery/schemas';
import type { Prediction } from '../../recipes/recipe.ts';
import { answerReaders } from './answer-readers.ts';
import { compareDeclared } from './declared-tensor.ts';
import type { Disagreements } from './disagreements.ts';
import { sizeOfOne, tellTensor, type DescribedTensor, type GraphTensor } from './graph-tensor.ts';
import type { Sample } from './sample.ts';

/** What one tensor of the graph says. */
export interface OutputBinding {
  readonly tensor: GraphTensor;
  readonly field: Field;
  /** An answer's part for each input, from what the tensor holds of each. */
  readonly read: (samples: readonly Sample[]) => readonly Prediction[];
}

interface Place {
  readonly path: readonly (string | number)[];
  readonly tensor: GraphTensor;
  readonly softmax: boolean;
  readonly disagreements: Disagreements;
}

/** What class probabilities tell besides. */
const told = ['label', 'probability'];

/**
 * Which tensor of the graph each declared output is read from.
 * @param disagreements told of everything in which front matter and graph differ
 */
export function bindOutputs(
  tensors: readonly DescribedTensor[],
  { outputs: fields = [], preprocessing }: ModuleFrontMatter,
  disagreements: Disagreements,
): readonly OutputBinding[] {
  const said = Object.entries(preprocessing?.outputs ?? {});
  const names = tensors.map(nameOf);
  const expected = `tensors that the graph gives: ${names.join(', ')}`;
  for (const [name] of said) {
    if (!names.includes(name)) {
      disagreements.add(['preprocessing', 'outputs', name], expected, JSON.stringify(name));
    }
  }
  const hasClasses = fields.some(({ type }) => type === 'class-probabilities');
  return fields.flatMap((field, index) => {
    const line = said.find(([, { gives }]) => gives === field.name);
    if (line === undefined && hasClasses && told.includes(field.name)) return [];
    const found = tensors.find((tensor) => nameOf(tensor) === (line?.[0] ?? field.name));
    const path = ['outputs', index];
    if (found?.kind === 'usable') {
      const softmax = line?.[1].softmax === true;
      return [bind(field, { path, tensor: found.tensor, softmax, disagreements })];
    }
    // a wrong name in preprocessing was told above
    if (found !== undefined) disagreements.add(path, 'a tensor', found.found, exportHint);
    else if (line === undefined) disagreements.add(path, expected, JSON.stringify(field.name));
    return [];
  });
}

const exportHint =
  'Export the model again so that this is a tensor of numbers or texts; for scikit-learn with zipmap off.';

function bind(field: Field, { path, tensor, softmax, disagreements }: Place): OutputBinding {
  const reader = answerReaders[field.type];
  const size = sizeOfOne(tensor);
  const wanted = reader?.size(field) ?? null;
  const isTextual = tensor.type === 'string';
  if (field.type === 'tensor') compareDeclared(field, tensor, path, disagreements);
  const isFitting =
    reader !== undefined &&
    (wanted === null || size === null || wanted === size) &&
    (isTextual ? reader.takesTexts : reader.takesNumbers);
  if (!isFitting) {
    disagreements.add(path, `what ${tensor.name} says: ${tellTensor(tensor)}`, tellField(field));
  }
  return {
    tensor,
    field,
    read: (samples) => {
      if (wanted !== null) checkSizes(samples, tensor, wanted);
      return reader!.read(field, samples, softmax);
    },
  };
}

/** Where the graph leaves it free, only the answer shows how much there is. */
function checkSizes(samples: readonly Sample[], { name }: GraphTensor, wanted: number): void {
  const wrong = samples.find(({ elements }) => elements.length !== wanted);
  if (wrong === undefined) return;
  const found = `[${wrong.shape.join(', ')}]`;
  throw new Failure(
    'MODULE_INVALID',
    `The graph: expected ${wanted} values in ${name} for one input, found the shape ${found}`,
  );
}

function tellField({ type, values }: Field): string {
  return values === undefined ? type : `${type} of ${values.length} values`;
}

function nameOf(tensor: DescribedTensor): string {
  return tensor.kind === 'usable' ? tensor.tensor.name : tensor.name;
}
