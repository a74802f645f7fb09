import { Failure, type Field, type ModuleFrontMatter } from '@orangery/schemas';
import type { InferenceSession } from 'onnxruntime-node';
import { classOutputs } from '../../recipes/class-predictions.ts';
import type { DecodeImage } from '../../recipes/pictures/pixels.ts';
import { bindInputs } from './bind-inputs.ts';
import { bindOutputs, type OutputBinding } from './bind-outputs.ts';
import { completeTensor } from './declared-tensor.ts';
import { Disagreements } from './disagreements.ts';
import { describeTensor, type DescribedTensor, type GraphTensor } from './graph-tensor.ts';
import type { InputBinding } from './input-binding.ts';

/** What a module declares, tied to the tensors of its graph. */
export interface BoundGraph {
  readonly inputs: readonly InputBinding[];
  readonly outputs: readonly OutputBinding[];
  /** Declared inputs and outputs, with what only the graph says. */
  readonly inputFields: readonly Field[];
  readonly outputFields: readonly Field[];
}

export interface GraphToBind {
  readonly session: InferenceSession;
  readonly frontMatter: ModuleFrontMatter;
  /** The module's `module.md`, as messages name it. */
  readonly file: string;
  readonly decodeImage: DecodeImage;
}

/**
 * Ties the tensors of a graph to declared inputs and outputs.
 * @throws Failure MODULE_INVALID naming both sides of everything that does not agree
 */
export function bindGraph({ session, frontMatter, file, decodeImage }: GraphToBind): BoundGraph {
  const { inputs: fields = [], outputs: answers = [] } = frontMatter;
  const disagreements = new Disagreements(file);
  if (answers.length === 0) disagreements.add(['outputs'], 'what the graph gives', 'nothing');
  const takes = session.inputMetadata.map(describeTensor).map(usable);
  const inputs = bindInputs(takes, frontMatter, disagreements, decodeImage);
  const gives = session.outputMetadata.map(describeTensor);
  const outputs = bindOutputs(gives, frontMatter, disagreements);
  disagreements.throwIfAny();
  return {
    inputs,
    outputs,
    inputFields: fields.map((field) => completeInput(field, inputs)),
    outputFields: describeAnswers(outputs),
  };
}

/** @throws Failure MODULE_INVALID: nothing can make a map or a list of tensors */
function usable(tensor: DescribedTensor): GraphTensor {
  if (tensor.kind === 'usable') return tensor.tensor;
  throw new Failure(
    'MODULE_INVALID',
    `The graph: expected tensors of numbers or texts, found that it takes ${tensor.found} in ${tensor.name}`,
    { hint: 'Export the model again with 32-bit floats.' },
  );
}

function completeInput(field: Field, bindings: readonly InputBinding[]): Field {
  const binding = bindings.find(({ from }) => from.includes(field.name));
  const isTensor = field.type === 'tensor' && binding !== undefined;
  return isTensor ? completeTensor(field, binding.tensor) : field;
}

/** Class probabilities come with label and probability, as a recipe's do. */
function describeAnswers(bindings: readonly OutputBinding[]): readonly Field[] {
  return bindings.flatMap(({ field, tensor }) => {
    if (field.type === 'tensor') return [completeTensor(field, tensor)];
    if (field.type !== 'class-probabilities') return [field];
    const [label, probability] = classOutputs(field.values);
    return [label!, probability!, field];
  });
}
