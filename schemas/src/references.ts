import type { Deployment, ModuleFrontMatter } from './generated/types.ts';
import type { Problem } from './failure.ts';
import type { PlacelessProblem } from './record.ts';

/** A place that names a module. */
export interface Reference {
  readonly pointer: string;
  /** Of the module that is named. */
  readonly id: string;
}

/** Where the front matter of a module names others. */
export function moduleReferences({
  parent,
  supersededBy,
  pipeline,
}: Pick<ModuleFrontMatter, 'parent' | 'supersededBy' | 'pipeline'>): readonly Reference[] {
  const references: readonly (readonly [string, string | undefined])[] = [
    ['/parent/id', parent?.id],
    ['/supersededBy', supersededBy],
    ...(pipeline?.steps ?? []).map(
      ({ module }, index) => [`/pipeline/steps/${index}/module`, module] as const,
    ),
  ];
  return references.flatMap(([pointer, id]) => (id === undefined ? [] : [{ pointer, id }]));
}

/** Where a deployment names modules of the catalogue; the result of a training need not be one. */
export function deploymentReferences({ stages }: Deployment): readonly Reference[] {
  return Object.entries(stages).flatMap(([stage, { commit, module, canary }]) => [
    ...(commit === undefined ? [] : [referenceTo(`/stages/${stage}/module`, module)]),
    ...(canary === undefined ? [] : [referenceTo(`/stages/${stage}/canary/module`, canary.module)]),
  ]);
}

function referenceTo(pointer: string, moduleAtVersion: string): Reference {
  return { pointer, id: moduleAtVersion.split('@')[0]! };
}

/** A deployment of a module whose folder is not there: nobody could say what runs, or run it anew. */
export function deploymentProblems(
  deployment: Deployment,
  known: ReadonlySet<string>,
): readonly PlacelessProblem[] {
  return deploymentReferences(deployment)
    .filter(({ id }) => !known.has(id))
    .map(({ pointer, id }) => ({
      pointer,
      expected: 'a module of this repository',
      found: JSON.stringify(id),
      hint: `Bring modules/${id} back, or stop the deployment first.`,
    }));
}

/** A file that names modules, such as `deployments/seeds.yml`. */
export interface NamingFile {
  readonly file: string;
  readonly references: readonly Reference[];
}

/** What is wrong with taking a module's folder away: who still names it. */
export function removalProblem(id: string, files: readonly NamingFile[]): Problem | null {
  const named = files.flatMap(({ file, references }) =>
    references.filter((one) => one.id === id).map(({ pointer }) => `${file} ${pointer}`),
  );
  if (named.length === 0) return null;
  const most = 20;
  const more = named.length > most ? ` and ${named.length - most} more` : '';
  return {
    file: `modules/${id}`,
    pointer: '',
    expected: 'a folder that stays as long as anything names it',
    found: `it taken away, named by ${named.slice(0, most).join(', ')}${more}`,
    hint: 'Say status: retired in its module.md instead, and supersededBy; its page stays, and it leaves the lists.',
  };
}
