import { join, relative } from 'node:path';
import { Failure } from '@orangery/schemas';
import {
  createApp,
  curlLine,
  defaultServingLimits,
  findWholeInputs,
  wholeInput,
  loadPredictor,
  startServer,
  type Logger,
  type Predictor,
  type RunningServer,
} from '@orangery/runner';
import { codeOptions, trustCodeOption } from '../code-options.ts';
import { resolveModuleFolder } from '../module-folder.ts';
import type { Terminal } from '../terminal.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface ServeOptions {
  readonly host: string;
  readonly port: string;
  readonly open?: boolean;
  readonly basePath?: string;
  readonly trustCode?: boolean;
}

interface Served {
  readonly predictor: Predictor;
  readonly folder: string;
}

export const serveVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery serve leaf-classifier',
    'orangery serve leaf-classifier seed-classifier --port 8080',
    'orangery serve out/my-run --host 0.0.0.0 --open',
  ])
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0 takes a free one', '5000')
    .option('--open', 'let other machines predict without a key')
    .option('--base-path <path>', 'put before every path, such as /custom')
    .addOption(trustCodeOption())
    .action(async (modules: readonly string[], options: ServeOptions) =>
      serve(modules, options, context),
    );
};

async function serve(
  modules: readonly string[],
  options: ServeOptions,
  context: Context,
): Promise<void> {
  const served: Served[] = [];
  try {
    const code = codeOptions(context, options);
    for (const module of modules) {
      const folder = await resolveModuleFolder(module, context.cwd);
      served.push({ folder, predictor: await loadPredictor(folder, { backend: 'auto', code }) });
    }
    const server = await start(served, options, context);
    const address = `${server.address}${options.basePath ?? ''}`;
    try {
      await announce(served, address, context);
      await server.closed;
    } finally {
      await server.close();
    }
    context.terminal.print('stopped');
    context.terminal.record({ ...recordOf(served, address), status: 'stopped' });
  } finally {
    for (const { predictor } of served) predictor.dispose();
  }
}

async function start(
  served: readonly Served[],
  { host, port, open, basePath }: ServeOptions,
  { signal, terminal }: Context,
): Promise<RunningServer> {
  const logger = logTo(terminal);
  const app = createApp(
    served.map(({ predictor }) => predictor),
    { ...defaultServingLimits, basePath },
    logger,
  );
  return startServer(app, { host, port: parsePort(port), open, signal, logger });
}

function parsePort(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new Failure('USAGE', `--port: expected a number from 0 to 65535, found ${text}`);
}

async function announce(
  served: readonly Served[],
  address: string,
  context: Context,
): Promise<void> {
  const { terminal, cwd } = context;
  const bold = terminal.colors.bold;
  terminal.print(`Serving at ${bold(address)} (a page in a browser); Ctrl-C stops.\n`);
  for (const { predictor, folder } of served) {
    const file = await sampleFile(predictor, folder, cwd);
    terminal.print(`${bold(predictor.id)} ${predictor.version}`);
    terminal.print(`  ${curlLine(predictor, address, file)}\n`);
  }
  terminal.record({ ...recordOf(served, address), status: 'serving' });
}

/** A file that comes with the module makes the printed line one that can be pasted. */
async function sampleFile(
  { inputs }: Predictor,
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

function recordOf(served: readonly Served[], address: string): object {
  return {
    address,
    models: served.map(({ predictor: { id, version, backend } }) => ({ id, version, backend })),
  };
}

function logTo(terminal: Terminal): Logger {
  return {
    debug: () => {},
    info: (message) => terminal.note(message),
    warn: (message) => terminal.note(terminal.colors.yellow(message)),
  };
}
