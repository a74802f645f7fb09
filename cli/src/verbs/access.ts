import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  applyPlan,
  codeownersPath,
  makePlan,
  sayStep,
  type AccessPlan,
} from '@orangery/actions/access';
import { Failure } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import { counted } from '../counted.ts';
import {
  addPlaceOptions,
  openPlace,
  readNames,
  type GitHubPlace,
  type PlaceOptions,
} from '../github-place.ts';
import { wholeNumber } from '../options.ts';
import { addCommand, type Context, type Verb } from '../verb.ts';

interface AccessOptions extends PlaceOptions {
  readonly appId?: number;
}

const rules = '.github/access.yml';

/** `orangery access plan|apply`: the rules of `main` on GitHub, with the token of an owner. */
export const accessVerb: Verb = (group, context) => {
  group.addHelpText(
    'after',
    '\nThe token of an owner is taken from GITHUB_TOKEN.\n\nExample:\n  orangery access plan',
  );
  const commands = [
    ['plan', `say how the organisation differs from ${rules}`, plan],
    ['apply', `make the organisation as ${rules} says`, apply],
  ] as const;
  for (const [name, description, work] of commands) {
    const command = addCommand(group, context, name, description, [
      `orangery access ${name}`,
      `orangery access ${name} --catalogue garden/orangery --runner garden/runner --json`,
    ]);
    addPlaceOptions(command)
      .option(
        '--app-id <number>',
        'number of the App (default: the variable ORANGERY_APP_ID of the catalogue)',
        wholeNumber(1, Number.MAX_SAFE_INTEGER),
      )
      .action(async (options: AccessOptions) => work(context, options));
  }
};

async function plan(context: Context, options: AccessOptions): Promise<void> {
  const found = await planned(await requirePlace(context, options), options);
  show(context, found);
  context.terminal.record(recordOf(found, false));
}

async function apply(context: Context, options: AccessOptions): Promise<void> {
  const { terminal } = context;
  const place = await requirePlace(context, options);
  const found = await planned(place, options);
  show(context, found);
  const { organisation } = place;
  const propose = (text: string): Promise<void> => writeOwners(context, text);
  await applyPlan(found, { organisation, propose, log: (line) => terminal.note(line) });
  if (found.steps.length > 0) terminal.print(`\nDone: ${counted(found.steps.length, 'step')}.`);
  terminal.record(recordOf(found, true));
}

/** A person pushes no branch to the catalogue: the file goes there as every contribution does. */
async function writeOwners({ cwd, terminal }: Context, text: string): Promise<void> {
  await writeFile(join(await findRoot(cwd), codeownersPath), text);
  terminal.print(`Wrote ${codeownersPath}: open a pull request with it.`);
}

async function requirePlace(context: Context, options: AccessOptions): Promise<GitHubPlace> {
  const place = openPlace(context, await readNames(context, options));
  if (place !== null) return place;
  throw new Failure('USAGE', 'GITHUB_TOKEN: expected the token of an owner, found nothing', {
    hint: 'Make one on GitHub with the permissions that actions/organisation/README.md names.',
  });
}

async function planned(place: GitHubPlace, options: AccessOptions): Promise<AccessPlan> {
  const { organisation, catalogue, names } = place;
  const appId = options.appId ?? (await readAppId(place));
  const hand = { bot: null, person: await organisation.whoAmI() };
  return makePlan({ organisation, catalogue, hand, place: { ...names, appId } });
}

async function readAppId({ organisation, names }: GitHubPlace): Promise<number> {
  const { ORANGERY_APP_ID: text = '' } = await organisation.listVariables(names.catalogue);
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new Failure(
    'USAGE',
    `${names.catalogue}: expected a number in the variable ORANGERY_APP_ID, found ${JSON.stringify(text)}`,
    { hint: 'Set it as orangery github init says, or say --app-id.' },
  );
}

function show({ terminal }: Context, { steps, refusals }: AccessPlan): void {
  const { green, red, yellow } = terminal.colors;
  const paint = { '+': green, '~': yellow, '-': red };
  const said = steps.map(sayStep);
  const rows = said.map(({ sign, place, change }) => [paint[sign](sign), place, change]);
  if (rows.length > 0) terminal.print(terminal.table(['', 'where', 'what'], rows));
  for (const refusal of refusals) terminal.print(`${red('✗')} ${refusal}`);
  if (rows.length + refusals.length === 0) terminal.print('Everything is as it should be.');
}

function recordOf({ steps, refusals }: AccessPlan, isApplied: boolean): object {
  return { steps: steps.map(({ kind, ...step }) => ({ kind, ...step })), refusals, isApplied };
}
