import type { PipelineStep } from './generated/types.ts';
import type { RelatedModule } from './module-relations.ts';
import { stepPointer } from './pipeline-reference.ts';
import type { PlacelessProblem } from './record.ts';

/**
 * What a pipeline's steps must be: of the version that is named, in use, able to answer, and not the pipeline itself.
 * Steps that are not among the modules are another rule's.
 */
export function pipelineProblems(
  pipeline: RelatedModule,
  modules: ReadonlyMap<string, RelatedModule>,
): PlacelessProblem[] {
  return (pipeline.frontMatter.pipeline?.steps ?? []).flatMap((step, index) => {
    const cycle = cycleThrough(pipeline.id, step.module, modules);
    if (cycle !== undefined) {
      const expected = 'a step that is not made of this pipeline';
      return [{ pointer: stepPointer(index, 'module'), expected, found: cycle.join(' → ') }];
    }
    const module = modules.get(step.module);
    if (module === undefined) return [];
    return stepRules.flatMap((rule) => rule({ step, index, module }) ?? []);
  });
}

interface PlacedStep {
  readonly step: PipelineStep;
  readonly index: number;
  readonly module: RelatedModule;
}

const stepRules: readonly ((placed: PlacedStep) => PlacelessProblem | undefined)[] = [
  hasVersion,
  isNotRetired,
  isTrained,
];

function hasVersion({ step, index, module }: PlacedStep): PlacelessProblem | undefined {
  const { version } = module.frontMatter;
  if (step.version === undefined || step.version === version) return undefined;
  return {
    pointer: stepPointer(index, 'version'),
    expected: `${version}, which ${module.id} has`,
    found: step.version,
    hint: 'Test the pipeline with the version that is there, then name that one.',
  };
}

function isNotRetired({ index, module }: PlacedStep): PlacelessProblem | undefined {
  const { status, supersededBy } = module.frontMatter;
  if (status !== 'retired') return undefined;
  return {
    pointer: stepPointer(index, 'module'),
    expected: 'a module that is not retired',
    found: `${module.id}, status retired`,
    hint:
      supersededBy === undefined
        ? 'Take another module that does the same.'
        : `Take ${supersededBy} instead, and test the pipeline with it.`,
  };
}

/** A pipeline is there to answer, and without the weights of each step it never does. */
function isTrained({ index, module }: PlacedStep): PlacelessProblem | undefined {
  const { runtime, artifact } = module.frontMatter;
  if (runtime !== 'tfjs' || artifact !== undefined) return undefined;
  return {
    pointer: stepPointer(index, 'module'),
    expected: 'a module with weights',
    found: `${module.id}, which is not trained`,
    hint: `Train it and name what comes out: orangery train ${module.id} --dataset <link>`,
  };
}

/** The way from a pipeline through one of its steps back to itself; none when there is no such way. */
function cycleThrough(
  id: string,
  step: string,
  modules: ReadonlyMap<string, RelatedModule>,
): readonly string[] | undefined {
  const seen = new Set<string>();
  const waiting: (readonly string[])[] = [[id, step]];
  for (let trail = waiting.pop(); trail !== undefined; trail = waiting.pop()) {
    const last = trail.at(-1)!;
    if (last === id) return trail;
    if (seen.has(last)) continue;
    seen.add(last);
    const steps = modules.get(last)?.frontMatter.pipeline?.steps ?? [];
    waiting.push(...steps.map((next) => [...trail, next.module]));
  }
  return undefined;
}
