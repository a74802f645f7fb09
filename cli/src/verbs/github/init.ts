import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { checkItems, runnerFiles, setUpItems, type CheckedItem } from '@orangery/actions/setup';
import { Failure } from '@orangery/schemas';
import { findRoot, patchYaml, readRecord } from '@orangery/schemas/files';
import { addPlaceOptions, openPlace, readNames, type PlaceOptions } from '../../github-place.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';

const configFile = 'orangery.config.yml';
const outFolder = 'out/runner-repository';

interface InitOptions extends PlaceOptions {
  readonly singleRepository?: true;
}

export const initCommand: Verb = (group, context) => {
  const command = addCommand(
    group,
    context,
    'init',
    'write the two-repository set-up, and list what a person has to click',
    [
      'orangery github init --catalogue garden/orangery --runner garden/orangery-runner',
      'orangery github init',
    ],
  );
  addPlaceOptions(command)
    .option('--single-repository', 'refused: machines belong to a private repository of their own')
    .action((options: InitOptions) => init(context, options));
};

/** Done again it writes the same, and checks what was clicked meanwhile. */
async function init(context: Context, options: InitOptions): Promise<void> {
  if (options.singleRepository) throw needsTwo();
  const { cwd, terminal } = context;
  const root = await findRoot(cwd);
  const names = await readNames(context, options);
  if (names.catalogue === names.runner) {
    throw new Failure('USAGE', `--runner: expected another repository than ${names.catalogue}`, {
      hint: 'People contribute to the catalogue: machines belong to a private repository of their own.',
    });
  }
  await patchYaml(join(root, configFile), [{ path: ['repositories'], value: { ...names } }]);
  // a name that GitHub would not take is not written and left
  await readRecord('configuration', join(root, configFile), configFile);
  const files = await runnerFiles(root);
  const folder = join(root, outFolder);
  await rm(join(folder, '.github'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  terminal.print(`Wrote ${configFile} and ${relative(cwd, folder) || '.'}.\n`);
  const place = openPlace(context, names);
  const world = place === null ? null : { ...place, runnerFiles: files };
  const items = await checkItems(setUpItems(names), world);
  show(context, items);
  terminal.record({ ...names, folder: outFolder, items });
}

/** Why: `runner/github/README.md`. */
function needsTwo(): Failure {
  return new Failure(
    'USAGE',
    '--single-repository: expected a catalogue and a private runner repository beside it',
    {
      hint: 'The check of a contribution runs on its branch, where the contribution says on which machine: keep yours elsewhere. Say --catalogue owner/name --runner owner/other.',
    },
  );
}

function show({ terminal }: Context, items: readonly CheckedItem[]): void {
  const { green, red, yellow, dim } = terminal.colors;
  const signs = { done: green('✓'), open: red('✗'), unknown: yellow('?') };
  for (const { what, how, plan, state, because } of items) {
    terminal.print(`${signs[state]} ${what}`);
    if (state === 'done') continue;
    terminal.print(dim(`    ${how}`));
    if (plan !== undefined) terminal.print(dim(`    needs ${plan}`));
    if (because !== undefined) terminal.print(dim(`    not known: ${because}`));
  }
  const count = items.filter(({ state }) => state === 'done').length;
  terminal.print(`\n${count} of ${items.length} are done.`);
}
