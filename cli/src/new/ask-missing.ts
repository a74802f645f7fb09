import { cancel, intro, isCancel, multiselect, outro, select, text } from '@clack/prompts';
import {
  containerTaskNames,
  containerTasks,
  drawnRecipes,
  type ContainerTaskName,
} from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import type { Context } from '../verb.ts';
import { templates, topologies, type NewOptions, type TemplateName } from './new-options.ts';

const words: Readonly<Record<TemplateName, string>> = {
  custom: 'code of your own, where no recipe fits',
  child: 'a module of ours, retrained on your data',
  container: 'a program in a container, in any language',
  onnx: 'the exported model of another framework',
  pipeline: 'modules that there are, composed',
};

/**
 * Asks a person for what no option says; where nobody can be asked, says which option is missing.
 * @param known ids of the modules there are
 * @throws Failure USAGE, CANCELLED
 */
export async function askMissing(
  id: string,
  options: NewOptions,
  { context, known }: { readonly context: Context; readonly known: readonly string[] },
): Promise<NewOptions> {
  const { terminal } = context;
  const isAsked = terminal.isInteractive && process.stdin.isTTY && !terminal.isJson;
  if (!isAsked) return checkComplete(options);
  if (isComplete(options)) return options;
  intro(`A new module: ${id}`);
  const kind = options.recipe ?? options.template ?? (await askKind());
  const isTemplate = isTemplateName(kind);
  const chosen: NewOptions = isTemplate
    ? { ...options, template: kind }
    : { ...options, recipe: kind };
  const answered = {
    ...chosen,
    ...(kind === 'container' && { task: chosen.task ?? (await askTask()) }),
    ...(kind === 'child' && { parent: chosen.parent ?? (await askParent(known)) }),
    ...(kind === 'pipeline' && (await askSteps(chosen, known))),
    ...(options.summary === undefined && { summary: await askSummary() }),
  };
  outro('Making it');
  return answered;
}

function isComplete({ recipe, template, parent, modules }: NewOptions): boolean {
  if (recipe !== undefined) return true;
  if (template === 'child') return parent !== undefined;
  if (template === 'pipeline') return modules !== undefined;
  return template !== undefined;
}

function checkComplete(options: NewOptions): NewOptions {
  const { recipe, template, parent, modules } = options;
  if (recipe === undefined && template === undefined) {
    throw missing('--recipe or --template', [...drawnRecipes, ...templates].join(', '));
  }
  if (template === 'child' && parent === undefined) throw missing('--parent', 'a module');
  if (template === 'pipeline' && modules === undefined) throw missing('--modules', 'its steps');
  return options;
}

function missing(option: string, what: string): Failure {
  return new Failure('USAGE', `orangery new: expected ${option}, found none`, {
    hint: `It takes ${what}. At a terminal you are asked.`,
  });
}

type Kind = NonNullable<NewOptions['recipe'] | NewOptions['template']>;

async function askKind(): Promise<Kind> {
  const ofRecipes = drawnRecipes.map((name) => ({
    ...{ value: name as Kind, label: name, hint: 'recipe' },
  }));
  const ofTemplates = templates.map((name) => ({
    ...{ value: name as Kind, label: name, hint: words[name] },
  }));
  return answer(
    await select<Kind>({
      message: 'What does it begin with?',
      options: [...ofRecipes, ...ofTemplates],
    }),
  );
}

async function askTask(): Promise<ContainerTaskName> {
  const options = containerTaskNames.map((value) => ({
    ...{ value, label: value, hint: containerTasks[value].words },
  }));
  return answer(await select<ContainerTaskName>({ message: 'What does its program do?', options }));
}

async function askParent(known: readonly string[]): Promise<string> {
  const options = known.map((id) => ({ value: id, label: id }));
  return answer(await select({ message: 'Which module is it retrained from?', options }));
}

async function askSteps(
  { modules, topology }: NewOptions,
  known: readonly string[],
): Promise<Pick<NewOptions, 'modules' | 'topology'>> {
  const options = known.map((id) => ({ value: id, label: id }));
  const shapes = topologies.map((value) => ({ value, label: value }));
  return {
    modules:
      modules ?? answer(await multiselect({ message: 'Of which modules is it made?', options })),
    topology:
      topology ?? answer(await select({ message: 'How are they joined?', options: shapes })),
  };
}

async function askSummary(): Promise<string> {
  return answer(
    await text({
      message: 'What does it do, for whom? One sentence.',
      validate: (given = '') => (given.trim().length < 10 ? 'At least ten letters.' : undefined),
    }),
  );
}

/** @throws Failure CANCELLED for Ctrl-C */
function answer<Value>(given: Value): Exclude<Value, symbol> {
  if (!isCancel(given)) return given as Exclude<Value, symbol>;
  cancel('Nothing was made');
  throw new Failure('CANCELLED', 'orangery new: stopped before anything was made');
}

function isTemplateName(name: Kind): name is TemplateName {
  return templates.some((one) => one === name);
}
