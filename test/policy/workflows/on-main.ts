import type { Rule } from './workflow-file.ts';

const [named, proof] = [
  '${{ inputs.commit }}',
  'git -C tool merge-base --is-ancestor HEAD origin/main',
];

/**
 * A machine runs no commit that was never on the catalogue's main: a dispatch names it, and not only ours.
 * The step after the checkout proves it, before anything of the checkout runs.
 */
export const onMain: Rule = (file) =>
  file.jobs.flatMap(({ steps }) =>
    steps.flatMap(({ pointer, action, inputs }, at) => {
      if (action !== 'actions/checkout' || inputs['ref'] !== named) return [];
      const next = steps[at + 1]?.step;
      const isProved = next?.['run'] === proof && Object.keys(next).length === 1;
      const isWhole = inputs['fetch-depth'] === 0 && inputs['path'] === 'tool';
      return [
        ...(isProved ? [] : [file.say(pointer, `expected the step after it to be run: ${proof}`)]),
        ...(isWhole ? [] : [file.say(pointer, 'expected path: tool and fetch-depth: 0')]),
      ];
    }),
  );
