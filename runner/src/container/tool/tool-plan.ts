import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';

/** How the program of a tool is started and reached. */
export interface ToolPlan {
  /** Path that says whether it is ready. */
  readonly ready: string;
  /** Folders in the container that outlive it. */
  readonly keeps: readonly string[];
  /** Its settings as environment variables. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Of the volume that keeps a folder of a tool, such as `orangery_mlflow_.data`. Names of projects and modules
 * have no underscore, so that no two of them make the same.
 */
export function volumeName(prefix: string, module: string, folder: string): string {
  return `${prefix}_${module}${folder.replaceAll('_', '_-').replaceAll('/', '_.')}`;
}

type Described = Pick<Module, 'id' | 'frontMatter'>;

/** Whether a module is a program with pages or an API of its own, which answers no predictions. */
export function isTool({ frontMatter }: Pick<Module, 'frontMatter'>): boolean {
  return frontMatter.kind === 'tool';
}

/** Whether it is a tool that is set up elsewhere. */
export function isDescribed(module: Pick<Module, 'frontMatter'>): boolean {
  return isTool(module) && module.frontMatter.tool === undefined;
}

/**
 * How a tool is run with some settings; those that nobody sets are as its module says.
 * @param settings by the names of environment variables
 * @throws Failure MODULE_IS_TOOL where it is described alone, USAGE for a setting that it does not have
 */
export function toolPlan(
  { id, frontMatter }: Described,
  settings: Readonly<Record<string, string>> = {},
): ToolPlan {
  const { tool } = frontMatter;
  if (tool === undefined) throw describedOnly(id);
  const { ready = '/', keeps = [], settings: known = {} } = tool;
  const usual = Object.entries(known).flatMap(([name, { default: value }]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  for (const [name, value] of Object.entries(settings)) checkSetting(id, known, name, value);
  return { ready, keeps, environment: { ...Object.fromEntries(usual), ...settings } };
}

type Settings = NonNullable<NonNullable<Module['frontMatter']['tool']>['settings']>;

function checkSetting(id: string, known: Settings, name: string, value: string): void {
  if (!Object.hasOwn(known, name)) {
    const names = Object.keys(known).join(', ');
    throw new Failure('USAGE', `${id} has no setting ${name}`, {
      hint: names === '' ? 'It has none at all.' : `It has ${names}.`,
    });
  }
  const { values } = known[name]!;
  if (values === undefined || values.includes(value)) return;
  throw new Failure(
    'USAGE',
    `${id}: setting ${name}: expected ${values.join(', ')}, found ${JSON.stringify(value)}`,
  );
}

/** A tool where a model is asked for. */
export function noModel({ id, frontMatter }: Described): Failure {
  if (frontMatter.tool === undefined) return describedOnly(id);
  return new Failure('MODULE_IS_TOOL', `${id} is a tool: there is no model in it`, {
    hint: `Start it with orangery serve ${id}; what it offers is on its own pages.`,
  });
}

function describedOnly(id: string): Failure {
  return new Failure('MODULE_IS_TOOL', `${id} is described here, and not run from here`, {
    hint: `Its page, modules/${id}/module.md, says how it is set up.`,
  });
}
