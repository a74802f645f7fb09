import type { ModuleFrontMatter } from './generated/types.ts';
import { pipelineProblems } from './pipeline-relations.ts';
import type { PlacelessProblem } from './record.ts';

/** What of a module the rules on relations look at; small enough to be kept of thousands. */
export interface RelatedModule {
  readonly id: string;
  readonly frontMatter: Pick<
    ModuleFrontMatter,
    'version' | 'runtime' | 'artifact' | 'parent' | 'supersededBy' | 'status' | 'pipeline'
  >;
}

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
  modules: readonly RelatedModule[],
  known: ReadonlySet<string>,
): RelationProblem[] {
  const byId = new Map(modules.map((module) => [module.id, module]));
  return modules.flatMap((module) =>
    [
      ...unknownReferences(module, known),
      ...ancestryProblems(module, byId),
      ...pipelineProblems(module, byId),
    ].map((problem) => ({ id: module.id, problem })),
  );
}

function unknownReferences(
  { frontMatter }: RelatedModule,
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
  return references.flatMap(([pointer, name]) =>
    name === undefined || known.has(name)
      ? []
      : [{ pointer, expected: listKnown(known), found: JSON.stringify(name) }],
  );
}

const mostNamed = 50;

function listKnown(known: ReadonlySet<string>): string {
  const names = [...known];
  const rest = names.length - mostNamed;
  const more = rest > 0 ? ` and ${rest} more` : '';
  return `a module of this repository: ${names.slice(0, mostNamed).join(', ')}${more}`;
}

function ancestryProblems(
  module: RelatedModule,
  modules: ReadonlyMap<string, RelatedModule>,
): PlacelessProblem[] {
  const parentOf = (id: string) => modules.get(id)?.frontMatter.parent?.id;
  const seen = new Set([module.id]);
  for (let id = parentOf(module.id); id !== undefined; id = parentOf(id)) {
    if (id === module.id) {
      const found = [...seen, id].join(' → ');
      return [{ pointer: '/parent', expected: 'a parent that does not descend from it', found }];
    }
    if (seen.has(id)) return [];
    seen.add(id);
  }
  return [];
}
