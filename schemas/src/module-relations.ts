import type { Problem } from './failure.ts';
import type { Module } from './module.ts';

/** Checks that the modules that modules name exist, and that nothing descends from itself. */
export function checkRelations(modules: readonly Module[], known: ReadonlySet<string>): Problem[] {
  return modules.flatMap((module) => [
    ...unknownReferences(module, known),
    ...ancestryProblems(module, modules),
  ]);
}

function unknownReferences({ id, frontMatter }: Module, known: ReadonlySet<string>): Problem[] {
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
      : [
          {
            file: `modules/${id}/module.md`,
            pointer,
            expected: `a module of this repository: ${[...known].join(', ')}`,
            found: JSON.stringify(name),
          },
        ],
  );
}

function ancestryProblems(module: Module, modules: readonly Module[]): Problem[] {
  const parents = new Map(modules.map(({ id, frontMatter }) => [id, frontMatter.parent?.id]));
  const seen = new Set([module.id]);
  for (let id = parents.get(module.id); id !== undefined; id = parents.get(id)) {
    if (id === module.id) {
      const file = `modules/${module.id}/module.md`;
      const found = [...seen, id].join(' → ');
      return [
        { file, pointer: '/parent', expected: 'a parent that does not descend from it', found },
      ];
    }
    if (seen.has(id)) return [];
    seen.add(id);
  }
  return [];
}
