import { Failure, stepPointer, type PlacelessProblem } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { startBackend } from '../../compute/backend.ts';
import { loadModel } from '../load-module.ts';
import { joinPipeline } from './join-pipeline.ts';
import type { Fields } from './joined-pipeline.ts';
import { sizeOf, sizeProblem } from './pipeline-size.ts';

/** A problem in the front matter of a pipeline. */
export interface PipelineProblem {
  readonly id: string;
  readonly problem: PlacelessProblem;
}

/**
 * Checks of how many modules pipelines are made, and what steps give each other, by name and type. What a trained module takes and gives
 * is asked of its recipe, which needs its weights: columns and classes are known to them alone. Code of a module is
 * never run: of a module.ts, and of every other runtime, counts what the front matter says, and where it says
 * nothing the check is made when the pipeline is loaded.
 */
export async function checkPipelines(
  modules: readonly Module[],
): Promise<readonly PipelineProblem[]> {
  const looking = new Looking(modules);
  const pipelines = modules.filter(({ frontMatter }) => frontMatter.pipeline !== undefined);
  for (const pipeline of pipelines) await looking.fieldsOf(pipeline.id);
  return looking.problems;
}

/** What a module takes and gives; `null` where only its code knows, or where finding it out was a problem. */
export interface FoundFields {
  readonly fields: readonly (Fields | null)[];
  readonly problems: readonly PipelineProblem[];
}

/** The same of single modules, by their ids: what a pipeline that is yet to be written would join. */
export async function findFields(
  modules: readonly Module[],
  ids: readonly string[],
): Promise<FoundFields> {
  const looking = new Looking(modules);
  const fields: (Fields | null)[] = [];
  for (const id of ids) fields.push(await looking.fieldsOf(id));
  return { fields, problems: looking.problems };
}

/** Looks at each module once. */
class Looking {
  readonly problems: PipelineProblem[] = [];
  readonly #modules: ReadonlyMap<string, Module>;
  readonly #found = new Map<string, Fields | null>();
  readonly #sizes = new Map<string, number>();

  constructor(modules: readonly Module[]) {
    this.#modules = new Map(modules.map((module) => [module.id, module]));
  }

  /** `null` where it is not known, or where finding it out was a problem that is reported. */
  async fieldsOf(id: string): Promise<Fields | null> {
    const module = this.#modules.get(id);
    const before = this.#found.get(id);
    if (module === undefined || before !== undefined) return before ?? null;
    // a pipeline that is made of itself is another rule's
    this.#found.set(id, null);
    const fields =
      module.frontMatter.pipeline === undefined
        ? await fieldsOfModule(module)
        : await this.#fieldsOfPipeline(module);
    this.#found.set(id, fields);
    return fields;
  }

  async #fieldsOfPipeline({ id, frontMatter }: Module): Promise<Fields | null> {
    const size = sizeProblem(this.#sizeOf(id));
    if (size !== undefined) {
      // what it gives grows as it does; pipelines within it are looked at by themselves
      this.problems.push({ id, problem: size });
      return null;
    }
    const fields: (Fields | null)[] = [];
    for (const [index, step] of (frontMatter.pipeline?.steps ?? []).entries()) {
      fields.push(await this.#fieldsOfStep(id, index, step.module));
    }
    const joining = joinPipeline(frontMatter, fields);
    if (joining.kind === 'joined') return joining.pipeline;
    const problems = joining.kind === 'unfit' ? joining.problems : [];
    this.problems.push(...problems.map((problem) => ({ id, problem })));
    return null;
  }

  #sizeOf(id: string): number {
    const before = this.#sizes.get(id);
    if (before !== undefined) return before;
    // what is not there, and a pipeline that is made of itself, is another rule's
    this.#sizes.set(id, 1);
    const steps = this.#modules.get(id)?.frontMatter.pipeline?.steps;
    const size = steps === undefined ? 1 : sizeOf(steps.map((step) => this.#sizeOf(step.module)));
    this.#sizes.set(id, size);
    return size;
  }

  async #fieldsOfStep(id: string, index: number, step: string): Promise<Fields | null> {
    try {
      return await this.fieldsOf(step);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const expected = `weights of ${step} that can be loaded`;
      const { folder = '' } = this.#modules.get(step) ?? {};
      const found = error.message.replaceAll(`${folder}/`, '');
      const { hint } = error;
      const problem = { pointer: stepPointer(index, 'module'), expected, found, hint };
      this.problems.push({ id, problem });
      return null;
    }
  }
}

/** @throws Failure where the weights cannot be read */
async function fieldsOfModule(module: Module): Promise<Fields | null> {
  const { recipe, inputs, outputs } = module.frontMatter;
  if (recipe === undefined || module.artifact === null) {
    return inputs === undefined || outputs === undefined ? null : { inputs, outputs };
  }
  await startBackend('auto');
  const { recipe: used, model, close } = await loadModel(module);
  try {
    return { inputs: used.inputs(model), outputs: used.outputs(model) };
  } finally {
    close();
  }
}
