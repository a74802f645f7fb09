import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { findRoot, writeWhole } from '@orangery/schemas/files';
import { git, needRepository, uncommitted, type GitPlace } from '../adoption/git.ts';
import { planEmpty, type EmptyPlan, type WantedMarketplace } from '../adoption/plan-empty.ts';
import { counted } from '../counted.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface InitOptions extends WantedMarketplace {
  readonly empty?: true;
  readonly dryRun?: true;
}

export const initVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery init --empty --title "Acme models" --dry-run',
    'orangery init --empty --title "Acme models" --keep image-classifier tabular-classifier',
  ])
    .option('--empty', 'take our samples away, and write orangery.config.yml')
    .option('--title <text>', 'name of your marketplace; asked for when left out')
    .option('--description <text>', 'one sentence under the name')
    .option('--site <address>', 'address of the catalogue, without its path')
    .option('--base <path>', 'path of the catalogue below the site')
    .option('--catalogue <owner/name>', 'this repository on GitHub')
    .option('--runner <owner/name>', 'the private repository with the machines')
    .option('--upstream <address>', 'Git repository that orangery upgrade takes new versions from')
    .option('--keep <id...>', 'samples that stay, such as those to retrain')
    .option('--dry-run', 'change nothing, and show what would be changed')
    .action(async (folder: string | undefined, options: InitOptions) =>
      init(folder, options, context),
    );
};

async function init(
  folder: string | undefined,
  options: InitOptions,
  context: Context,
): Promise<void> {
  if (options.empty !== true) {
    throw new Failure('USAGE', 'init: expected --empty, found none', {
      hint: 'It takes our samples away: orangery init --empty --title "Acme models" --dry-run',
    });
  }
  const root = await findRoot(resolve(context.cwd, folder ?? '.'));
  const place = { folder: root, context };
  await needRepository(place);
  const plan = await planWithTitle(root, options, context);
  const isDone = plan.removed.length + Object.keys(plan.written).length === 0;
  if (!isDone && options.dryRun !== true) {
    await refuseUncommitted(place, plan);
    await perform(root, plan);
  }
  tell(plan, isDone, options, context);
}

/** Asks for a title where it can. */
async function planWithTitle(
  root: string,
  options: InitOptions,
  context: Context,
): Promise<EmptyPlan> {
  const plan = await planEmpty(root, options);
  if (!plan.needsTitle || options.dryRun === true) return plan;
  return planEmpty(root, { ...options, title: await askTitle(context) });
}

async function askTitle({ terminal, signal }: Context): Promise<string> {
  const hint = 'For example: orangery init --empty --title "Acme models"';
  if (!terminal.isInteractive || terminal.isJson) {
    throw new Failure('USAGE', '--title: expected the name of your marketplace, found none', {
      hint,
    });
  }
  const { isCancel, text } = await import('@clack/prompts');
  const title = await text({
    message: 'What is your marketplace called?',
    placeholder: 'Acme models',
    signal,
    validate: (value) => (value?.trim() ? undefined : 'It needs a name.'),
  });
  if (isCancel(title)) throw new Failure('CANCELLED', 'Nothing was changed', { hint });
  return title.trim();
}

/** What is taken away can be brought back from Git alone. */
async function refuseUncommitted(place: GitPlace, { removed }: EmptyPlan): Promise<void> {
  // what Git ignores is in no commit either
  const others =
    removed.length === 0 ? '' : await git(place, 'ls-files', '--others', '-z', '--', ...removed);
  const hidden = others.split('\0').filter((path) => path !== '');
  const changed = [...new Set([...(await uncommitted(place)), ...hidden])];
  if (changed.length === 0) return;
  const more = changed.length > 10 ? ` and ${changed.length - 10} more` : '';
  throw new Failure(
    'USAGE',
    `Expected everything committed, found changes: ${changed.slice(0, 10).join(', ')}${more}`,
    { hint: 'Commit them, or put them aside, then try again.' },
  );
}

/** The settings last: until then the same command goes on where it was stopped. */
async function perform(root: string, { removed, written }: EmptyPlan): Promise<void> {
  for (const path of removed) await rm(join(root, path), { recursive: true });
  for (const [path, text] of Object.entries(written)) await writeWhole(join(root, path), text);
}

function tell(
  { removed, written }: EmptyPlan,
  isDone: boolean,
  { dryRun }: InitOptions,
  { terminal }: Context,
): void {
  const { colors } = terminal;
  for (const path of removed) terminal.print(`${colors.red('-')} ${path}`);
  for (const path of Object.keys(written)) terminal.print(`${colors.green('~')} ${path}`);
  const changed = counted(removed.length + Object.keys(written).length, 'change');
  if (isDone) terminal.print('There is nothing to do: our samples are gone.');
  else if (dryRun === true) terminal.print(`\n${changed}; nothing was written.`);
  else {
    terminal.print(`\n${changed}. Look at it with git status; git restore . brings it all back.`);
    terminal.print('Then commit it, and make your first module: orangery new --help');
  }
  terminal.record({ written: !isDone && dryRun !== true, removed, changed: Object.keys(written) });
}
