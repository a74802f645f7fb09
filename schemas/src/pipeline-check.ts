import type { ModuleFrontMatter, PipelineStep, PipelineTopology } from './generated/types.ts';
import { parsePipelineReference, stepName, stepPointer } from './pipeline-reference.ts';
import type { PlacelessProblem } from './record.ts';

type Pipeline = PipelineTopology;

/** What must hold of a pipeline whatever modules it names: names, order, and what is only of an ensemble. */
export function pipelineIsJoined(module: ModuleFrontMatter): PlacelessProblem[] {
  const { pipeline } = module;
  if (pipeline === undefined) return [];
  const inputs = module.inputs?.map(({ name }) => name);
  return [
    ...namesAreTaken(pipeline),
    ...onlyOfEnsembles(pipeline),
    ...pipeline.steps.flatMap((step, index) => referenceProblems(pipeline, index, step, inputs)),
  ];
}

function namesAreTaken({ steps }: Pipeline): PlacelessProblem[] {
  const names = steps.map(stepName);
  return steps.flatMap(({ name }, index) => {
    const found = names[index]!;
    if (names.indexOf(found) === index) return [];
    const pointer = stepPointer(index, name === undefined ? 'module' : 'name');
    const hint = `Give it a name of its own, such as name: ${found}-${index + 1}.`;
    const expected = 'a step whose name no other has';
    return [{ pointer, expected, found: JSON.stringify(found), hint }];
  });
}

function onlyOfEnsembles({ topology, combine, steps }: Pipeline): PlacelessProblem[] {
  if (topology === 'ensemble') return [];
  const said = [
    ...(combine === undefined ? [] : [['/pipeline/combine', 'combine'] as const]),
    ...steps.flatMap(({ weight }, index) =>
      weight === undefined ? [] : [[stepPointer(index, 'weight'), 'weight'] as const],
    ),
  ];
  const found = `topology ${topology}`;
  return said.map(([pointer, name]) => ({
    pointer,
    expected: `${name} only in an ensemble`,
    found,
  }));
}

function referenceProblems(
  { topology, steps }: Pipeline,
  index: number,
  { inputs = {} }: PipelineStep,
  given: readonly string[] | undefined,
): PlacelessProblem[] {
  const before = topology === 'sequence' ? steps.slice(0, index).map(stepName) : [];
  return Object.entries(inputs).flatMap(([input, text]) => {
    const { step, name } = parsePipelineReference(text);
    const isThere = step === null ? (given?.includes(name) ?? true) : before.includes(step);
    if (isThere) return [];
    const pointer = stepPointer(index, 'inputs', input);
    const inputNames = given === undefined ? '' : ` (${given.join(', ')})`;
    const others = before.length === 0 ? '' : `, or an output of ${before.join(' or ')}`;
    const expected = `an input of the pipeline${inputNames}${others}`;
    return [{ pointer, expected, found: JSON.stringify(text), hint: hintFor(topology) }];
  });
}

function hintFor(topology: Pipeline['topology']): string {
  return topology === 'sequence'
    ? 'Write $input.<name>, or <step>.<output> of a step that stands before this one.'
    : `Write $input.<name>: the steps of topology ${topology} do not hear each other.`;
}
