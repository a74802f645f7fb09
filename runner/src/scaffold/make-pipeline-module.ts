import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Failure,
  formatProblem,
  recordText,
  stepName,
  type GoldenCase,
  type ModuleFrontMatter,
  type PipelineStep,
} from '@orangery/schemas';
import {
  checkRelations,
  resolveInside,
  writeWhole,
  type Module,
  type RelatedModule,
} from '@orangery/schemas/files';
import type { CodeOptions } from '../custom/code-options.ts';
import { loadPredictor } from '../inference/load-predictor.ts';
import { findFields } from '../inference/pipeline/check-pipelines.ts';
import type { Logger } from '../world.ts';
import { joinModules, type Joined, type TopologyName } from './join-modules.ts';
import { cardOf, commonFields, type NewModule, type NewModuleFacts } from './new-module.ts';
import { goldenOf } from './onnx/golden-of.ts';

export interface PipelineFacts {
  readonly steps: readonly Module[];
  /** The first that fits when absent. */
  readonly topology: TopologyName | undefined;
  /** All of the marketplace, in which pipelines among the steps find theirs. */
  readonly modules: readonly Module[];
  /** How code of the steps is run. */
  readonly code: CodeOptions;
  readonly logger: Logger;
}

/**
 * A pipeline of modules, each by the version that there is, with what one gives told to the next; its golden test
 * is of inputs of the first step, with what it answers now.
 * @throws Failure MODULE_INVALID naming what does not fit, USAGE where somebody has to say how they are joined
 */
export async function makePipelineModule(
  facts: NewModuleFacts,
  order: PipelineFacts,
): Promise<NewModule> {
  const { steps, topology } = order;
  const named = nameSteps(steps);
  refuseUnable(facts, named, order);
  const joined = joinModules(named, await fieldsOf(order), topology);
  const { inputs, files } = await samplesOf(steps[0]!);
  const isPrivate = steps.some(({ frontMatter }) => frontMatter.visibility === 'private');
  const commands = [`orangery test ${facts.name}`, `orangery serve ${facts.name}`];
  return {
    frontMatter: {
      ...commonFields(
        facts,
        unique(steps, ({ tasks }) => tasks),
      ),
      ...{ kind: 'pipeline', runtime: 'pipeline', fineTunable: false },
      ...(isPrivate && { visibility: 'private' }),
      pipeline: joined.pipeline,
      ...(joined.joined !== null && {
        inputs: joined.joined.inputs.map((field) => structuredClone(field)),
        outputs: joined.joined.outputs.map((field) => structuredClone(field)),
      }),
      dataTypes: unique(steps, ({ dataTypes }) => dataTypes),
      ...(steps.every(({ frontMatter }) => frontMatter.browser === true) && { browser: true }),
    },
    card: cardOf(facts.summary, commands, howMade(steps, joined)),
    files,
    next: [`orangery validate ${facts.folder}`, ...commands],
    complete: async (folder) => addGolden(folder, inputs, order),
  };
}

/** A module that stands twice is told apart by a number. */
function nameSteps(steps: readonly Module[]): PipelineStep[] {
  return steps.map(({ id, frontMatter }, index) => {
    const before = steps.slice(0, index).filter((step) => step.id === id).length;
    const name = before === 0 ? {} : { name: `${id}-${before + 1}` };
    return { ...name, module: id, version: frontMatter.version };
  });
}

/** Steps that are not trained, retired, or made of this one. */
function refuseUnable(
  { id, folder }: NewModuleFacts,
  steps: readonly PipelineStep[],
  { modules, steps: found }: PipelineFacts,
): void {
  const frontMatter: RelatedModule['frontMatter'] = {
    ...{ version: '1.0.0', runtime: 'pipeline', visibility: 'private' },
    pipeline: { topology: 'parallel', steps: [...steps] },
  };
  const others = modules.filter((one) => found.every((step) => step.id !== one.id));
  const all: RelatedModule[] = [...others, ...found, { id, frontMatter }];
  const known = new Set(all.map((one) => one.id));
  const problems = checkRelations(all, known)
    .filter((one) => one.id === id)
    .map(({ problem }) => ({ ...problem, file: `${folder}/module.md` }));
  if (problems.length === 0) return;
  throw new Failure('MODULE_INVALID', problems.map(formatProblem).join('\n'), {
    problems,
    hint: problems.find(({ hint }) => hint !== undefined)?.hint ?? 'Name other modules.',
  });
}

async function fieldsOf({ steps, modules }: PipelineFacts) {
  const others = modules.filter(({ id }) => steps.every((step) => step.id !== id));
  const ids = steps.map(({ id }) => id);
  const { fields, problems } = await findFields([...others, ...steps], ids);
  const [first] = problems;
  if (first === undefined) return fields;
  const { expected, found, hint } = first.problem;
  throw new Failure('MODULE_INVALID', `${first.id}: expected ${expected}, found ${found}`, {
    ...(hint !== undefined && { hint }),
  });
}

function unique(
  steps: readonly Module[],
  take: (frontMatter: ModuleFrontMatter) => readonly string[] | undefined,
): string[] {
  return [...new Set(steps.flatMap(({ frontMatter }) => take(frontMatter) ?? []))];
}

function howMade(steps: readonly Module[], { pipeline, joined }: Joined): string {
  const list = steps.map(
    ({ id, frontMatter }) => `- [${frontMatter.title}](../${id}/module.md) ${frontMatter.version}`,
  );
  const passed = pipeline.steps.flatMap((step, index) =>
    (joined?.steps[index]?.inputs ?? []).flatMap(({ field, step: giver, from }) =>
      giver === null
        ? []
        : [
            `| \`${stepName(pipeline.steps[giver]!)}.${from.name}\` | \`${stepName(step)}.${field.name}\` |`,
          ],
    ),
  );
  const table = ['', '| is given | to |', '| --- | --- |', ...passed];
  return ['It has no weights of its own:', ...list, ...(passed.length > 0 ? table : [])].join('\n');
}

type Inputs = readonly GoldenCase['input'][];
const mostCases = 3;

/** What the first step is tested with. */
async function samplesOf({ folder, golden }: Module) {
  const inputs: Inputs = (golden?.cases ?? []).slice(0, mostCases).map(({ input }) => input);
  const files = new Map<string, Uint8Array>();
  for (const input of inputs) {
    if ('file' in input) files.set(input.file, await readFile(resolveInside(folder, input.file)));
  }
  return { inputs, files };
}

/** What cannot be loaded at once, such as a container that does not run, is no reason to make nothing. */
async function addGolden(
  folder: string,
  inputs: Inputs,
  { code, logger }: PipelineFacts,
): Promise<void> {
  try {
    const predictor = await loadPredictor(folder, { backend: 'auto', code });
    try {
      const read = async (path: string) => readFile(resolveInside(folder, path));
      const golden = await goldenOf(predictor, inputs, read);
      if (golden !== null) await writeWhole(join(folder, 'golden.json'), recordText(golden));
    } finally {
      predictor.dispose();
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    logger.warn(`No golden test was made: ${error.message}`);
  }
}
