import { readdir, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import { isCrash, runCommand } from '@orangery/runner';
import type { Command } from 'commander';
import { buildView } from '../catalogue/build-view.ts';
import type { FetchedSource } from '../catalogue/fetch-source.ts';
import { fetchSources } from '../catalogue/fetch-sources.ts';
import { addCommand, type Context, type Verb } from '../verb.ts';

const buildTimeoutMs = 30 * 60 * 1000;
const defaultPort = '4321';
/** Ignored by Git, and no part of what is published. */
const internalOut = 'out/internal-catalogue';

interface SourceOptions {
  readonly internal?: true;
  readonly sources: boolean;
}

interface BuildOptions extends SourceOptions {
  readonly out?: string;
}

interface ShowOptions extends BuildOptions {
  readonly port: string;
}

interface Run {
  readonly args: readonly string[];
  /** What it is built of beside this marketplace. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly onLine: (line: string) => void;
}

export const catalogueVerb: Verb = (catalogue, context) => {
  catalogue.addHelpText(
    'after',
    '\nExamples:\n  orangery catalogue build\n  orangery catalogue preview',
  );
  const buildCommand = addCommand(catalogue, context, 'build', 'make the site as plain files', [
    'orangery catalogue build',
    'orangery catalogue build --out out/site',
    'orangery catalogue build --internal',
  ]);
  addSourceOptions(buildCommand)
    .option('--out <folder>', `where the files go (default: dist, with --internal ${internalOut})`)
    .action((options: BuildOptions) => build(options, context));
  const devCommand = addCommand(
    catalogue,
    context,
    'dev',
    'show the site, redrawn at every change, until Ctrl-C',
    ['orangery catalogue dev --port 8080'],
  );
  addSourceOptions(devCommand)
    .option('--port <number>', 'port to listen on', defaultPort)
    .action((options: ShowOptions) => show('dev', options, context));
  addCommand(catalogue, context, 'preview', 'show the built site until Ctrl-C', [
    'orangery catalogue preview',
    'orangery catalogue preview --out out/site --port 8080',
  ])
    .option('--internal', 'the catalogue that shows what is private too')
    .option('--out <folder>', `where the files are (default: dist, with --internal ${internalOut})`)
    .option('--port <number>', 'port to listen on', defaultPort)
    .action((options: ShowOptions) => show('preview', options, context));
};

function addSourceOptions(command: Command): Command {
  return command
    .option('--internal', 'show what is private too; not to be published')
    .option('--no-sources', 'leave out the other repositories that orangery.config.yml names');
}

async function build(options: BuildOptions, context: Context): Promise<void> {
  const { terminal, cwd } = context;
  const folder = await outFolder(options, context);
  await checkDisk(folder, context);
  const started = performance.now();
  const sources = options.sources ? await fetchSources(options.internal === true, context) : [];
  terminal.note('Building the catalogue …');
  const view = buildView(terminal);
  try {
    const args = ['build', '--outDir', folder];
    const env = siteEnvironment(options, sources);
    await buildOrAgain({ args, env, timeoutMs: buildTimeoutMs, onLine: view.onLine }, context);
  } catch (error) {
    throw view.failure() ?? (isStopped(error, context) ? stoppedBuild(error) : error);
  } finally {
    view.stop();
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  const { count: pages, changed: written } = view.pages();
  const again = written === pages ? '' : `, ${written} of them written again`;
  const shown = relative(cwd, folder) || '.';
  terminal.print(`${pages} pages in ${shown}${again}, in ${seconds} s`);
  if (options.internal === true) {
    terminal.print('It shows what is private: it is not to be published.');
  }
  for (const { name, commit } of sources) terminal.print(`  ${name} at ${commit.slice(0, 12)}`);
  terminal.record({
    ...{ pages, written, folder: shown, seconds, internal: options.internal === true },
    sources: sources.map(({ name, commit, visibility }) => ({ name, commit, visibility })),
  });
}

function siteEnvironment(
  { internal }: SourceOptions,
  sources: readonly FetchedSource[],
): Readonly<Record<string, string>> {
  return {
    ...(internal === true && { ORANGERY_INTERNAL: '1' }),
    ...(sources.length > 0 && { ORANGERY_SOURCES: JSON.stringify(sources) }),
  };
}

/** Once in many builds Node itself crashes, when V8 loses track of compiled code (nodejs/node#64500). */
async function buildOrAgain(run: Run, context: Context): Promise<void> {
  try {
    await runAstro(run, context);
  } catch (error) {
    if (!isCrash(error)) throw error;
    context.terminal.note('Node crashed while it built; it is built once more …');
    await runAstro(run, context);
  }
}

/** Runs a server of Astro's until Ctrl-C, which is its normal end. */
async function show(
  command: 'dev' | 'preview',
  options: ShowOptions,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const { port } = options;
  checkPort(port);
  const folder = command === 'preview' ? await builtFolder(options, context) : undefined;
  const hasSources = command === 'dev' && options.sources;
  const sources = hasSources ? await fetchSources(options.internal === true, context) : [];
  const args = [command, '--port', port, ...(folder === undefined ? [] : ['--outDir', folder])];
  let address: string | undefined;
  const onLine = (line: string): void => {
    const found = /https?:\/\/\S+/.exec(line)?.[0];
    if (address !== undefined || found === undefined) return terminal.note(line);
    address = found;
    terminal.print(`The catalogue is at ${address} (Ctrl-C stops it)`);
    terminal.record({ address, status: 'ready' });
  };
  try {
    const env = siteEnvironment(options, sources);
    await runAstro({ args, env, timeoutMs: Infinity, onLine }, context);
  } catch (error) {
    if (!isStopped(error, context)) throw error;
  }
  terminal.print('stopped');
  terminal.record({ address, status: 'stopped' });
}

function isStopped(error: unknown, { signal }: Context): boolean {
  return signal.aborted && error instanceof Failure && error.code === 'CANCELLED';
}

function stoppedBuild(cause: unknown): Failure {
  return new Failure('CANCELLED', 'The build was stopped', {
    cause,
    hint: 'Build again, or the site may not be whole: orangery catalogue build',
  });
}

async function runAstro({ args, env, timeoutMs, onLine }: Run, context: Context): Promise<void> {
  const root = await findRoot(context.cwd);
  const { PATH, HOME, TMPDIR, ORANGERY_ROOT, ORANGERY_RECORDS } = context.env;
  await runCommand(process.execPath, [astroProgram(root), ...args, '--root', root], {
    cwd: root,
    signal: context.signal,
    timeoutMs,
    env: {
      ...{ PATH, HOME, TMPDIR, ORANGERY_ROOT, ORANGERY_RECORDS },
      ...{ NO_COLOR: '1', ASTRO_TELEMETRY_DISABLED: '1', ORANGERY_MESSAGES: '1' },
      ...env,
    },
    onLine,
  });
}

function astroProgram(root: string): string {
  try {
    const manifest = createRequire(join(root, 'package.json')).resolve('astro/package.json');
    return join(dirname(manifest), 'bin', 'astro.mjs');
  } catch (error) {
    throw new Failure('FILE_MISSING', `Astro is not installed in ${root}`, {
      cause: error,
      hint: 'Run npm ci there.',
    });
  }
}

/** `--out` is relative to the current folder, its default to the root. */
async function outFolder(
  { out, internal }: Pick<BuildOptions, 'out' | 'internal'>,
  { cwd }: Context,
): Promise<string> {
  if (out !== undefined) return resolve(cwd, out);
  return join(await findRoot(cwd), internal === true ? internalOut : 'dist');
}

/** Astro moves files from beside the program into the site, which no program can from disk to disk. */
async function checkDisk(folder: string, { cwd }: Context): Promise<void> {
  const root = await findRoot(cwd);
  const [here, there] = await Promise.all([diskOf(root), diskOf(folder)]);
  if (here === there) return;
  throw new Failure('USAGE', `--out ${folder} lies on another disk than ${root}`, {
    hint: 'Build the catalogue on the same disk, then copy it: orangery catalogue build --out out/site',
  });
}

/** Of the nearest folder that is there. */
async function diskOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.dev ?? diskOf(dirname(path));
}

async function builtFolder(options: BuildOptions, context: Context): Promise<string> {
  const folder = await outFolder(options, context);
  if ((await countPages(folder)) > 0) return folder;
  throw new Failure('FILE_MISSING', `${folder} holds no built catalogue`, {
    hint: 'Build it first: orangery catalogue build',
  });
}

async function countPages(folder: string): Promise<number> {
  // a folder that is not there holds no pages
  const files = await readdir(folder, { recursive: true }).catch(() => []);
  return files.filter((file) => file.endsWith('.html')).length;
}

function checkPort(port: string): void {
  if (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536) return;
  throw new Failure('USAGE', `--port: expected a number from 1 to 65535, found ${port}`, {
    hint: `Leave it out to take ${defaultPort}.`,
  });
}
