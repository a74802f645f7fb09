import { isControl, type PlacedStep, type Rule, type WorkflowFile } from './workflow-file.ts';

const base = '${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha }}';
const [catalogue, commit] = ['${{ vars.ORANGERY_CATALOGUE }}', '${{ inputs.commit }}'];
const mayHave = ['ref', 'path', 'persist-credentials', 'fetch-depth', 'repository', 'token'];

/**
 * A checkout leaves no token behind. But for the untrusted job, which runs the tool of the base, only code
 * of main is checked out: of the catalogue, also by the machines, at a commit that the control side names.
 * The branch records, which is data, lies in a folder of that name.
 */
export const checkouts: Rule = (file) =>
  file.jobs.flatMap(({ steps }) =>
    steps
      .filter(({ action }) => action === 'actions/checkout')
      .flatMap((step) => problemsOf(file, step).map((problem) => file.say(step.pointer, problem))),
  );

function problemsOf(file: WorkflowFile, { inputs }: PlacedStep): string[] {
  const found = Object.keys(inputs)
    .filter((name) => !mayHave.includes(name))
    .map((name) => `checkout: ${name} is not used`);
  if (inputs['persist-credentials'] !== false) {
    found.push('checkout: expected persist-credentials: false');
  }
  const { repository, ref, path } = inputs;
  if (repository !== (isControl(file) ? undefined : catalogue)) {
    found.push(`checkout: repository ${String(repository)} is not the catalogue`);
  }
  const isRecords = isControl(file) && ref === 'records' && path === 'records';
  if (!isRecords && !refsOf(file).includes(ref))
    found.push(`checkout: ref ${String(ref)} is not of main`);
  return found;
}

function refsOf(file: WorkflowFile): readonly unknown[] {
  if (!isControl(file)) return ['main', commit];
  // without a ref it is the contribution, which the untrusted job reads as data
  if (file.events.includes('pull_request')) return [base, undefined];
  // both start at a commit of main
  const isMain = file.events.every((event) => event === 'push' || event === 'schedule');
  return isMain ? ['main', '${{ github.sha }}'] : ['main'];
}
