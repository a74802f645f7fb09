import type { Module } from './module.ts';
import { pipelineProblems } from './pipeline-relations.ts';
import type { PlacelessProblem } from './record.ts';

/** A problem in the front matter of a module. */
export interface RelationProblem {
  readonly id: string;
  readonly problem: PlacelessProblem;
}

/**
 * Checks that the modules that modules name exist, that nothing descends from itself, and that
 * pipelines are made of what can answer.
 * @param known names of all module folders, also of those that are not valid
 */
export function checkRelations(
  modules: readonly Module[],
  known: ReadonlySet<string>,
): RelationProblem[] {
  const byId = new Map(modules.map((module) => [module.id, module]));
  return modules.flatMap((module) =>
    [
      ...unknownReferences(module, known),
      ...ancestryProblems(module, modules),
      ...pipelineProblems(module, byId),
    ].map((problem) => ({ id: module.id, problem })),
  );
}

function unknownReferences(
  { frontMatter }: Module,
  known: ReadonlySet<string>,
): PlacelessProblem[] {
  const references: [string, string | undefined][] = [
    ['/parent/id', frontMatter.parent?.id],
    ['/supersededBy', frontMatter.supersededBy],
    ...(frontMatter.pipeline?.steps ?? []).map((step, index): [string, string] => [
      `/pipeline/steps/${index}/module`,
      step.module,
    ]),
  ];
  const expected = `a module of this repository: ${[...known].join(', ')}`;
  return references.flatMap(([pointer, name]) =>
    name === undefined || known.has(name)
      ? []
      : [{ pointer, expected, found: JSON.stringify(name) }],
  );
}

function ancestryProblems(module: Module, modules: readonly Module[]): PlacelessProblem[] {
  const parents = new Map(modules.map(({ id, frontMatter }) => [id, frontMatter.parent?.id]));
  const seen = new Set([module.id]);
  for (let id = parents.get(module.id); id !== undefined; id = parents.get(id)) {
    if (id === module.id) {
      const found = [...seen, id].join(' → ');
      return [{ pointer: '/parent', expected: 'a parent that does not descend from it', found }];
    }
    if (seen.has(id)) return [];
    seen.add(id);
  }
  return [];
}
