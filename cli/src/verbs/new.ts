import { join, relative, resolve } from 'node:path';
import {
  makeChildModule,
  makeContainerModule,
  makeCustomModule,
  makeOnnxModule,
  makePipelineModule,
  makeRecipeModule,
  writeNewModule,
  type NewModule,
  type NewModuleFacts,
} from '@orangery/runner';
import { Failure, isModuleId } from '@orangery/schemas';
import {
  findRoot,
  listModuleFolders,
  readModule,
  readModules,
  type Module,
} from '@orangery/schemas/files';
import { codeOptions } from '../code-options.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import { askMissing } from '../new/ask-missing.ts';
import { drawTopology } from '../new/draw-topology.ts';
import { addNewOptions, type NewOptions, type TemplateName } from '../new/new-options.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';

export const newVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery new my-flowers --recipe image-classification',
    'orangery new my-model --template custom --author "Ada Example" --license MIT',
    'orangery new my-leaves --template child --parent image-classifier',
    'orangery new my-dictation --template container --task speech-recognition',
    'orangery new grain-survey --template pipeline --modules seed-classifier seed-forest --topology ensemble',
  ]);
  addNewOptions(command).action(async (id: string, options: NewOptions) =>
    makeNew(id, options, context),
  );
};

async function makeNew(id: string, given: NewOptions, context: Context): Promise<void> {
  const { terminal, cwd } = context;
  if (!isModuleId(id)) throw badId(id);
  const root = await findRoot(cwd);
  const { ids: known } = await listModuleFolders(root).catch(() => ({ ids: [] }));
  const options = await askMissing(id, given, { context, known });
  refuseOthers(options);
  const { model, out, title, summary, license, author } = options;
  if (model !== undefined) {
    const { makeOfOnnx } = await import('./import/onnx.ts');
    return makeOfOnnx(model, { id, out, title, summary, license, author }, context);
  }
  const parent = options.out === undefined ? join(root, 'modules') : resolve(cwd, options.out);
  const folder = join(parent, id);
  const shown = relative(cwd, folder);
  const facts = factsOf(id, shown, options);
  const module = await make(facts, options, context);
  await writeNewModule(module, folder, shown);
  terminal.print(`${terminal.colors.green('✓')} ${shown}`);
  const { pipeline } = module.frontMatter;
  if (pipeline !== undefined) terminal.print(`\n${drawTopology(pipeline)}`);
  terminal.print(`\n${terminal.colors.bold('Next')}`);
  for (const line of module.next) terminal.print(`  ${line}`);
  terminal.record({ type: 'new', id, folder: shown, next: module.next });
}

/** Options that mean nothing beside what was chosen are a misunderstanding, told before anything is made. */
function refuseOthers({ template, task, parent, model, modules, topology }: NewOptions): void {
  const flags = {
    container: '--task',
    child: '--parent',
    onnx: '--model',
    pipeline: '--modules and --topology',
  };
  const said = { container: [task], child: [parent], onnx: [model], pipeline: [modules, topology] };
  for (const [owner, values] of Object.entries(said)) {
    if (owner === template || values.every((value) => value === undefined)) continue;
    const flag = flags[owner as keyof typeof flags];
    throw new Failure('USAGE', `orangery new: expected ${flag} beside --template ${owner} alone`, {
      hint: `Say --template ${owner}, or leave it out.`,
    });
  }
}

function factsOf(
  id: string,
  folder: string,
  {
    title = titleOf(id),
    summary,
    license = 'Apache-2.0',
    author = [],
    recipe,
    template,
  }: NewOptions,
): NewModuleFacts {
  const kind = recipe ?? template ?? 'module';
  return {
    ...{ id, folder, title, license, authors: author },
    name: folder === join('modules', id) ? id : folder,
    summary: summary ?? `${title}: say here in one sentence what it does (${kind}).`,
    today: new Date().toISOString().slice(0, 10),
  };
}

/** `my-flowers` is My flowers. */
function titleOf(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

type Make = (
  facts: NewModuleFacts,
  options: NewOptions,
  context: Context,
) => Promise<NewModule> | NewModule;

const made: Readonly<Record<TemplateName, Make>> = {
  custom: async (facts, _, { signal }) => makeCustomModule(facts, signal),
  container: async (facts, { task }) => makeContainerModule(facts, task),
  onnx: makeOnnxModule,
  child: async (facts, { parent = '' }, { cwd, signal }) =>
    makeChildModule(facts, await readNamed(parent, cwd), signal),
  pipeline: async (facts, { modules = [], topology }, context) => {
    const steps: Module[] = [];
    for (const name of modules) steps.push(await readNamed(name, context.cwd));
    const all = await readModules(await findRoot(context.cwd));
    const { logger } = createWorld(context, () => {});
    const code = codeOptions(context, {});
    return makePipelineModule(facts, { steps, topology, modules: all.modules, code, logger });
  },
};

async function make(
  facts: NewModuleFacts,
  options: NewOptions,
  context: Context,
): Promise<NewModule> {
  const { recipe, template } = options;
  if (recipe !== undefined) return makeRecipeModule(facts, recipe, context.signal);
  return made[template!](facts, options, context);
}

/** @throws Failure MODULE_UNKNOWN listing those there are, MODULE_INVALID */
async function readNamed(name: string, cwd: string): Promise<Module> {
  const folder = await resolveModuleFolder(name, cwd);
  const read = await readModule(folder, folder);
  if (read.kind === 'valid') return read.module;
  const { problems } = read;
  throw new Failure('MODULE_INVALID', `${name} is not valid`, {
    problems,
    hint: `orangery validate modules/${name} says why.`,
  });
}

function badId(id: string): Failure {
  return new Failure(
    'USAGE',
    `orangery new: expected lower-case words joined by hyphens, found ${JSON.stringify(id)}`,
    { hint: 'For example: orangery new my-flowers --recipe image-classification' },
  );
}
