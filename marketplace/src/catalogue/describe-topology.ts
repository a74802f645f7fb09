import type { PipelineTopology } from '@orangery/schemas';

/** How the steps of a pipeline work together, a sentence before their list. */
export function describeTopology({ topology, combine = 'mean' }: PipelineTopology): string {
  if (topology === 'sequence') return 'Asked one after the other; the last one answers.';
  if (topology === 'parallel') return 'Asked side by side; all answers come together.';
  return combine === 'vote'
    ? 'All asked the same; what most of them name is the answer.'
    : 'All asked the same; the mean of what they say is the answer.';
}

const given = '$input.';

/**
 * Where a step gets what does not come by its own name from the step before, or from what is given: a few
 * words; empty where nothing is said.
 */
export function describeInputs({ inputs = {} }: PipelineTopology['steps'][number]): string {
  const entries = Object.entries(inputs);
  const same = entries.filter(([name, from]) => from === `${given}${name}`).map(([name]) => name);
  const others = entries
    .filter(([name]) => !same.includes(name))
    .map(([name, from]) => `its ${name} from ${from.replace(given, 'what is given, ')}`);
  const asGiven = same.length === 0 ? [] : [`its ${joined(same)} as given`];
  return [...asGiven, ...others].join('; ');
}

function joined(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ');
}
