import type { ServedModel } from '../served-model.ts';
import { describeTensor } from './describe-tensors.ts';

/** Beyond the protocol's own; each is described in the README. */
const extensions = ['binary_tensor_data', 'classification'];

export function describeServer(version: string): object {
  return { name: 'orangery', version, extensions };
}

export function describeModel({ name, version, backend, inputs, outputs }: ServedModel): object {
  return {
    name,
    versions: [version],
    platform: `orangery_${backend}`,
    inputs: inputs.map(describeTensor),
    outputs: outputs.map(describeTensor),
  };
}
