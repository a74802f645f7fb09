import { tf } from '../tensorflow.ts';
import type { BackendEntry } from './backend-entry.ts';

/** Plain JavaScript: slow, complete, and the oracle that other backends are compared with. */
export const cpu: BackendEntry = {
  name: 'cpu',
  reason: 'plain JavaScript, works everywhere, slow',
  engineName: 'cpu',
  packages: [],
  register: async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    return { library: `tfjs ${tf.version_core}` };
  },
  refusal: () => 'its engine refused to start',
};
