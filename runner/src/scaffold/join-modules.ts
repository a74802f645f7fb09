import {
  Failure,
  formatProblem,
  stepName,
  type ModuleFrontMatter,
  type PipelineStep,
  type PipelineTopology,
  type PlacelessProblem,
} from '@orangery/schemas';
import { fits, unknownValues } from '../inference/pipeline/fitting-fields.ts';
import { joinPipeline } from '../inference/pipeline/join-pipeline.ts';
import type { Fields, JoinedPipeline } from '../inference/pipeline/joined-pipeline.ts';

export type TopologyName = PipelineTopology['topology'];

/** Tried in this order where nobody says which. */
export const topologyNames: readonly TopologyName[] = ['ensemble', 'sequence', 'parallel'];

export interface Joined {
  readonly pipeline: PipelineTopology;
  /** Null where only loading the steps tells. */
  readonly joined: JoinedPipeline | null;
}

/**
 * Joins modules into a pipeline, and says how what one gives becomes what the next takes.
 * @param steps in their order, named and of a version
 * @param fields what they take and give; null where only their code knows
 * @throws Failure MODULE_INVALID with every place that does not fit; USAGE where somebody has to say how
 */
export function joinModules(
  steps: readonly PipelineStep[],
  fields: readonly (Fields | null)[],
  wanted: TopologyName | undefined,
): Joined {
  const tried = (wanted === undefined ? topologyNames : [wanted]).map((topology) =>
    tryTopology(topology, steps, fields),
  );
  const good = tried.find(({ joining }) => joining.kind === 'joined');
  if (good?.joining.kind === 'joined') {
    return { pipeline: good.pipeline, joined: good.joining.pipeline };
  }
  const open = tried.find(({ joining }) => joining.kind === 'unknown');
  if (open !== undefined && wanted !== undefined) return { pipeline: open.pipeline, joined: null };
  if (open !== undefined) throw unknownFields(steps, fields);
  throw unfit(tried, wanted);
}

type Tried = {
  readonly pipeline: PipelineTopology;
  readonly joining: ReturnType<typeof joinPipeline>;
};

function tryTopology(
  topology: TopologyName,
  steps: readonly PipelineStep[],
  fields: readonly (Fields | null)[],
): Tried {
  const joined = topology === 'sequence' ? steps.map((_, at) => mapped(steps, fields, at)) : steps;
  const combine = topology === 'ensemble' ? ({ combine: 'mean' } as const) : {};
  const pipeline: PipelineTopology = { topology, ...combine, steps: [...joined] };
  // of the front matter nothing else is looked at
  const frontMatter = { pipeline } as ModuleFrontMatter;
  return { pipeline, joining: joinPipeline(frontMatter, fields) };
}

/** A step of a sequence, with an input that has no output of its name before it given the one that fits. */
function mapped(
  steps: readonly PipelineStep[],
  fields: readonly (Fields | null)[],
  at: number,
): PipelineStep {
  const step = steps[at]!;
  const before = fields[at - 1]?.outputs;
  const own = fields[at]?.inputs;
  if (at === 0 || before === undefined || own === undefined) return step;
  const inputs = own.flatMap((field): [string, string][] => {
    if (field.required === false || before.some(({ name }) => name === field.name)) return [];
    const found = steps
      .slice(0, at)
      .flatMap((giver, index) =>
        (fields[index]?.outputs ?? [])
          .filter((output) => fits(output, field) && unknownValues(output, field).length === 0)
          .map((output) => `${stepName(giver)}.${output.name}`),
      )
      .toReversed();
    // of outputs of one step the first
    const nearest = found.filter((name) => name.split('.')[0] === found[0]?.split('.')[0]).at(-1);
    return nearest === undefined ? [] : [[field.name, nearest]];
  });
  return inputs.length === 0 ? step : { ...step, inputs: Object.fromEntries(inputs) };
}

function unknownFields(
  steps: readonly PipelineStep[],
  fields: readonly (Fields | null)[],
): Failure {
  const names = steps.filter((_, at) => fields[at] === null).map(({ module }) => module);
  return new Failure(
    'USAGE',
    `--topology: expected one of ${topologyNames.join(', ')}, found none, and only its code knows what ${names.join(', ')} takes and gives`,
    { hint: 'Say how they are joined: --topology sequence, parallel or ensemble.' },
  );
}

function unfit(tried: readonly Tried[], wanted: TopologyName | undefined): Failure {
  const all = tried.flatMap(({ pipeline, joining }) =>
    joining.kind === 'unfit'
      ? joining.problems.map((problem) => placed(problem, pipeline.topology))
      : [],
  );
  const hint =
    wanted === undefined
      ? 'Take other modules: the pages of the catalogue list what each takes and gives.'
      : `Take another --topology: ${topologyNames.filter((name) => name !== wanted).join(' or ')}.`;
  return new Failure('MODULE_INVALID', all.map(formatProblem).join('\n'), { problems: all, hint });
}

function placed(problem: PlacelessProblem, topology: TopologyName) {
  return { ...problem, file: `as ${topology}` };
}
