import { join, relative } from 'node:path';
import {
  callLine,
  findWholeInputs,
  serveModules,
  wholeInput,
  type ServedModel,
  type Serving,
} from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import type { Command } from 'commander';
import { withContainers } from '../containers.ts';
import { loadableFolder } from '../loadable-folder.ts';
import { applyConfig } from '../serve/read-config.ts';
import { addServeOptions, type ServeOptions } from '../serve/serve-options.ts';
import { serveOrder } from '../serve/serve-order.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

export const serveVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery serve leaf-classifier',
    'orangery serve leaf-classifier seed-classifier --port 8080 --management-port 8081',
    'orangery serve out/my-run --host 0.0.0.0 --keys keys.yml',
  ]);
  addServeOptions(command).action(async (modules: readonly string[], _: unknown, called: Command) =>
    serve(modules, called, context),
  );
};

async function serve(names: readonly string[], command: Command, context: Context): Promise<void> {
  await applyConfig(command, context.cwd);
  const options = command.opts<ServeOptions>();
  const folders = await foldersOf(names, options, context);
  const running = Object.fromEntries(
    (options.container ?? []).map(([module, address]) => [module, { address }] as const),
  );
  const settings = Object.fromEntries(options.setting ?? []);
  const place = { folders, options, running, settings, context };
  const serving = await withContainers(place, async (code) => {
    const started = await serveModules(await serveOrder({ folders, code, options }, context));
    try {
      await announce(started, folders, options, context);
      await started.closed;
    } finally {
      await started.close();
    }
    return started;
  });
  context.terminal.print('stopped');
  context.terminal.record({ ...recordOf(serving), status: 'stopped' });
}

async function foldersOf(
  names: readonly string[],
  { modelName = [] }: ServeOptions,
  context: Context,
): Promise<readonly string[]> {
  const { env } = context;
  const fromEnvironment = env.DEEPAAS_V2_MODEL;
  const named = [...names, ...modelName];
  const all = named.length > 0 || !fromEnvironment ? named : [fromEnvironment];
  if (all.length > 0) return Promise.all(all.map(async (name) => loadableFolder(name, context)));
  throw new Failure('USAGE', 'orangery serve: expected a module to serve, found none', {
    hint: 'For example: orangery serve leaf-classifier',
  });
}

async function announce(
  serving: Serving,
  folders: readonly string[],
  { keys }: ServeOptions,
  { terminal, cwd }: Context,
): Promise<void> {
  const { bold } = terminal.colors;
  const { address, managementAddress, slots } = serving;
  terminal.print(`Serving at ${bold(address)} (a page in a browser); Ctrl-C stops.`);
  if (managementAddress !== undefined) {
    terminal.print(`Metrics at ${bold(`${managementAddress}/metrics`)}, for this machine only.`);
  }
  for (const [index, { current }] of slots.entries()) {
    if (serving.isTool) {
      terminal.print(`\n${bold(current.title)} ${current.version}`);
      continue;
    }
    const file = await sampleFile(current, folders[index]!, cwd);
    terminal.print(`\n${bold(current.name)} ${current.version}`);
    // the key itself is known to whoever asked for it alone
    terminal.print(`  ${callLine(current, { address, needsKeys: keys !== undefined, file })}`);
  }
  terminal.print('');
  terminal.record({ ...recordOf(serving), status: 'serving' });
}

/** A file that comes with the module makes the printed line one that can be pasted. */
async function sampleFile(
  { inputs }: ServedModel,
  folder: string,
  cwd: string,
): Promise<string | undefined> {
  const whole = wholeInput(inputs);
  if (whole === undefined) return undefined;
  // a module without samples is normal
  const samples = join(folder, 'sample');
  const [first] = await findWholeInputs(samples, whole).catch(() => []);
  return first === undefined ? undefined : relative(cwd, join(samples, first));
}

function recordOf({ address, managementAddress, slots }: Serving): object {
  const models = slots.map(({ current: { name: id, version, backend } }) => ({
    ...{ id, version, backend },
  }));
  return { address, ...(managementAddress && { managementAddress }), models };
}
