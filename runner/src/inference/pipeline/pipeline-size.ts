import type { PlacelessProblem } from '@orangery/schemas';

/** Modules that may answer in one pipeline, those of pipelines within it among them. */
export const mostModules = 64;

/** A size is counted no further: pipelines of pipelines have sizes that no number holds. */
const mostCounted = 1_000_000;

/** How many modules answer in a pipeline whose steps have these sizes; a module in several places counts as often. */
export function sizeOf(steps: readonly number[]): number {
  return Math.min(
    steps.reduce((sum, size) => sum + size, 0),
    mostCounted,
  );
}

/** What is wrong with a pipeline of this size: every one of its modules answers each request, one after the other. */
export function sizeProblem(size: number): PlacelessProblem | undefined {
  if (size <= mostModules) return undefined;
  return {
    pointer: '/pipeline/steps',
    expected: `at most ${mostModules} modules in all, those of pipelines within it counted each time`,
    found: size === mostCounted ? `${mostCounted} or more` : String(size),
    hint: 'Name pipelines fewer times among its steps, or make several pipelines and call each by itself.',
  };
}
