import type { PipelineTopology } from '@orangery/schemas';

/** How the steps of a pipeline work together, a sentence before their list. */
export function describeTopology({ topology, combine = 'mean' }: PipelineTopology): string {
  if (topology === 'sequence') return 'Asked one after the other; the last one answers.';
  if (topology === 'parallel') return 'Asked side by side; all answers come together.';
  return combine === 'vote'
    ? 'All asked the same; what most of them name is the answer.'
    : 'All asked the same; the mean of what they say is the answer.';
}
