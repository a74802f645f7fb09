import type { PlacedJob, Rule } from './workflow-file.ts';

/** An action of ours, and a script, comes from a checkout of code that was merged, never of what is contributed. */
export const ownActions: Rule = (file) =>
  file.jobs.flatMap((placed) => {
    const contributed = contributedFolders(placed);
    const isThere = (path: string): boolean =>
      contributed.some((folder) => folder === '.' || path.startsWith(`./${folder}/`));
    return placed.steps.flatMap(({ pointer, action, step }) => {
      const workingDirectory = step['working-directory'];
      const folder = typeof workingDirectory === 'string' ? `./${workingDirectory}/` : '';
      if (action.startsWith('./') && isThere(action)) {
        return [file.say(`${pointer}/uses`, `${action} is contributed code`)];
      }
      return folder !== '' && isThere(folder)
        ? [file.say(pointer, `${String(workingDirectory)} is contributed: no script runs there`)]
        : [];
    });
  });

/** Where a checkout puts what nobody reviewed: without a ref what an event brings, or what machines wrote. */
function contributedFolders({ steps }: PlacedJob): string[] {
  const isReviewed = (ref: unknown): boolean => ref !== undefined && ref !== 'records';
  return steps
    .filter(({ action, inputs }) => action === 'actions/checkout' && !isReviewed(inputs['ref']))
    .map(({ inputs }) => String(inputs['path'] ?? '.').replace(/^\.\/|\/$/g, '') || '.');
}
