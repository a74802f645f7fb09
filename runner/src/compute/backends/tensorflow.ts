import { registerTensorFlow } from './native-tensorflow.ts';
import type { BackendEntry } from './backend-entry.ts';

/** TensorFlow's C library on the processor, through `@tensorflow/tfjs-node`. */
export const tensorflow: BackendEntry = {
  name: 'tensorflow',
  reason: 'the TensorFlow library on all cores',
  engineName: 'tensorflow',
  packages: ['@tensorflow/tfjs-node@4.22.0'],
  register: async (options) => {
    const { library, isOnGpu } = await registerTensorFlow('@tensorflow/tfjs-node', options);
    if (isOnGpu) throw new Error('tensorflow-gpu holds the library in this process');
    return { library };
  },
  refusal: () => 'its engine refused to start',
};
