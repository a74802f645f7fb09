import type { ModuleFrontMatter } from './generated/types.ts';
import { pipelineProblems } from './pipeline-relations.ts';
import { moduleReferences } from './references.ts';
import type { PlacelessProblem } from './record.ts';

/** What of a module the rules on relations look at; small enough to be kept of thousands. */
export interface RelatedModule {
  readonly id: string;
  readonly frontMatter: Pick<
    ModuleFrontMatter,
    | 'version'
    | 'runtime'
    | 'artifact'
    | 'parent'
    | 'supersededBy'
    | 'status'
    | 'pipeline'
    | 'visibility'
  >;
}

/** A problem in the front matter of a module. */
export interface RelationProblem {
  readonly id: string;
  readonly problem: PlacelessProblem;
}

/**
 * Checks that the modules that modules name exist, that nothing descends from itself or is replaced by itself,
 * that what everybody sees names nothing private, and that pipelines are made of what can answer.
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
      ...successionProblems(module, byId),
      ...privacyProblems(module, byId),
      ...pipelineProblems(module, byId),
    ].map((problem) => ({ id: module.id, problem })),
  );
}

function unknownReferences(
  { frontMatter }: RelatedModule,
  known: ReadonlySet<string>,
): PlacelessProblem[] {
  return moduleReferences(frontMatter).flatMap(({ pointer, id }) =>
    known.has(id) ? [] : [{ pointer, expected: listKnown(known), found: JSON.stringify(id) }],
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
  const found = cycleOf(module.id, (id) => modules.get(id)?.frontMatter.parent?.id);
  if (found === null) return [];
  return [{ pointer: '/parent', expected: 'a parent that does not descend from it', found }];
}

function successionProblems(
  module: RelatedModule,
  modules: ReadonlyMap<string, RelatedModule>,
): PlacelessProblem[] {
  const found = cycleOf(module.id, (id) => modules.get(id)?.frontMatter.supersededBy);
  if (found === null) return [];
  const expected = 'a module that it does not itself take the place of';
  return [{ pointer: '/supersededBy', expected, found }];
}

/** The way from a module back to itself; null when there is none. */
function cycleOf(start: string, next: (id: string) => string | undefined): string | null {
  const seen = new Set([start]);
  for (let id = next(start); id !== undefined; id = next(id)) {
    if (id === start) return [...seen, id].join(' → ');
    if (seen.has(id)) return null;
    seen.add(id);
  }
  return null;
}

/** A name on a public page would tell of what is private. */
function privacyProblems(
  { frontMatter }: RelatedModule,
  modules: ReadonlyMap<string, RelatedModule>,
): PlacelessProblem[] {
  if (frontMatter.visibility === 'private') return [];
  return moduleReferences(frontMatter).flatMap(({ pointer, id }) => {
    if (modules.get(id)?.frontMatter.visibility !== 'private') return [];
    const expected = 'a public module, as this one is public';
    const hint = 'Say visibility: private here too, or publish the other one.';
    return [{ pointer, expected, found: `${id}, which is private`, hint }];
  });
}
