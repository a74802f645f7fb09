import type { PlacedStep, Rule } from './workflow-file.ts';

const [named, proof] = [
  '${{ inputs.commit }}',
  'git -C tool merge-base --is-ancestor HEAD origin/main',
];

/** Of a step that runs though the one before it was cancelled: that one had begun, after the proof. */
const followed = /^cancelled\(\) && steps\.([a-z]+)\.outcome == 'cancelled'$/;

/**
 * A machine runs no commit that was never on the catalogue's main: a dispatch names it, and not only ours.
 * The step after the checkout proves it, before anything of the checkout runs; and where a job is
 * cancelled before the proof, nothing of the checkout runs after it.
 */
export const onMain: Rule = (file) =>
  file.jobs.flatMap(({ steps }) => {
    const at = steps.findIndex(isNamed);
    if (at === -1) return [];
    const { pointer, inputs } = steps[at]!;
    const next = steps[at + 1]?.step;
    const isProved = next?.['run'] === proof && Object.keys(next).length === 1;
    const isWhole = inputs['fetch-depth'] === 0 && inputs['path'] === 'tool';
    const loose = steps.filter((one) => !isNamed(one) && isLoose(one, steps.slice(at + 2)));
    const ended = "expected no if, or cancelled() && steps.<id>.outcome == 'cancelled'";
    return [
      ...(isProved ? [] : [file.say(pointer, `expected the step after it to be run: ${proof}`)]),
      ...(isWhole ? [] : [file.say(pointer, 'expected path: tool and fetch-depth: 0')]),
      ...loose.map((one) => file.say(`${one.pointer}/if`, ended)),
      ...steps
        .slice(at + 1)
        .filter(isNamed)
        .map((one) => file.say(one.pointer, 'expected one checkout of a commit')),
    ];
  });

function isNamed({ action, inputs }: PlacedStep): boolean {
  return action === 'actions/checkout' && inputs['ref'] === named;
}

/** Whether a step could run something of the checkout without the proof. */
function isLoose({ step }: PlacedStep, afterProof: readonly PlacedStep[]): boolean {
  const condition = step['if'];
  const runsOurs = step['run'] !== undefined || String(step['uses']).startsWith('./');
  if (condition === undefined || !runsOurs) return false;
  const id = followed.exec(String(condition))?.[1];
  const before = afterProof.find((one) => id !== undefined && one.step['id'] === id)?.step;
  return before === undefined || before['if'] !== undefined;
}
