import { userInfo } from 'node:os';
import { endOfKey, hasEnded, newKey, readKeys } from '@orangery/runner';
import { Failure, type ApiKey } from '@orangery/schemas';
import { readRecord } from '@orangery/schemas/files';
import { InvalidArgumentError } from 'commander';
import { wholeNumber } from '../../options.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { addKey, ensureKeyFile } from './change-keys.ts';
import { fileOption, namedPlace, type KeyPlace, type PlaceOptions } from './key-place.ts';
import { lockKeys } from './lock-keys.ts';

interface NewOptions extends PlaceOptions {
  readonly consumer: string;
  readonly issuer?: string;
  readonly model?: readonly string[];
  readonly train?: boolean;
  readonly perMinute?: number;
  readonly perDay?: number;
  readonly expires?: string;
}

export const newCommand: Verb = (group, context) => {
  addCommand(group, context, 'new [deployment]', 'make a key, show it once, keep its hash', [
    'orangery keys new garden --consumer "greenhouse dashboard"',
    'orangery keys new garden --consumer ada --model leaf-classifier --per-minute 60 --expires 2027-06-30',
    'orangery keys new --file keys.yml --consumer me --train',
  ])
    .requiredOption('--consumer <name>', 'who uses it: a person, a program, a page', oneLine)
    .option('--issuer <login>', 'who makes it (default: the user of this machine)', oneLine)
    .option('--model <name>', 'the only model it is good for; repeat for several', collectModel)
    .option('--train', 'it may start, see and cancel trainings too')
    .option('--per-minute <number>', 'most requests a minute', wholeNumber(1, 1_000_000))
    .option('--per-day <number>', 'most requests a day of UTC', wholeNumber(1, 1_000_000_000))
    .option('--expires <date>', 'last day, or moment such as 2027-06-30T12:00:00Z, in UTC', future)
    .option(...fileOption)
    .action(async (deployment: string | undefined, options: NewOptions) =>
      makeKey(context, deployment, options),
    );
};

async function makeKey(
  context: Context,
  deployment: string | undefined,
  options: NewOptions,
): Promise<void> {
  const place = await namedPlace(context, deployment, options);
  await checkModels(place, options.model ?? []);
  const { keys, text, entry } = await lockKeys(place, context, async () => {
    await ensureKeyFile(place);
    const before = await readKeys(place.path, place.file);
    const made = newEntry(before, options);
    await addKey(place, before, made.entry);
    return { keys: before, ...made };
  });
  show(context, place, text, entry);
  const others = keys.filter(
    (key) => key.consumer === entry.consumer && !hasEnded(key, Date.now()),
  );
  for (const { id } of others) {
    const { terminal } = context;
    terminal.note(`${terminal.colors.yellow('!')} ${entry.consumer} has the key ${id} too`);
  }
  context.terminal.record({ key: text, file: place.file, ...entry });
}

/** A name that nothing runs under would be a key that opens nothing. */
async function checkModels(place: KeyPlace, models: readonly string[]): Promise<void> {
  if (place.deployment === undefined || models.length === 0) return;
  const { stages } = await readRecord('deployment', place.path, place.file);
  const known = Object.values(stages).map(({ module }) => module.split('@')[0]!);
  const unknown = models.find((model) => !known.includes(model));
  if (unknown === undefined) return;
  throw new Failure('USAGE', `--model: expected a model of ${place.file}, found ${unknown}`, {
    hint: `Its models are: ${[...new Set(known)].join(', ')}.`,
  });
}

/** Ids are short: one that is taken already is drawn again. */
function newEntry(keys: readonly ApiKey[], options: NewOptions): { text: string; entry: ApiKey } {
  const { consumer, issuer = userInfo().username, model, train, perMinute, perDay } = options;
  let made = newKey();
  while (keys.some(({ id }) => id === made.id)) made = newKey();
  const { text, id, sha256 } = made;
  const entry: ApiKey = {
    ...{ id, issuer, consumer, created: new Date().toISOString() },
    ...(options.expires !== undefined && { expires: options.expires }),
    ...(model !== undefined && { models: [...new Set(model)] }),
    ...(train === true && { mayTrain: true }),
    ...(perMinute !== undefined && { requestsPerMinute: perMinute }),
    ...(perDay !== undefined && { requestsPerDay: perDay }),
    // last: of a file that was cut off no key is left without its restrictions
    sha256,
  };
  return { text, entry };
}

function show(
  { terminal }: Context,
  place: KeyPlace,
  text: string,
  { id, consumer }: ApiKey,
): void {
  const { bold } = terminal.colors;
  const next =
    place.deployment === undefined
      ? `A server with --keys ${place.file} takes it from now on.`
      : `It is valid once orangery deploy ${place.deployment} has run, or a host follows ${place.file}.`;
  terminal.print(`Key ${bold(id)} for ${consumer}, its hash in ${place.file}:\n`);
  terminal.print(`  ${bold(text)}\n`);
  terminal.print('It is shown this once and kept nowhere: hand it over where nobody else reads.');
  terminal.print(`${next} Sent as: Authorization: Bearer <key>`);
}

function oneLine(text: string): string {
  const line = text.trim();
  const isFine = line !== '' && line.length <= 100 && !/\p{Cc}/u.test(line);
  if (isFine) return line;
  throw new InvalidArgumentError('expected one line of at most 100 characters.');
}

function collectModel(text: string, previous: readonly string[] = []): readonly string[] {
  if (/^\w[\w.-]{0,127}$/.test(text) && previous.length < 64) return [...previous, text];
  throw new InvalidArgumentError('expected the name of a model, at most 64 times.');
}

function future(expires: string): string {
  const isForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/.test(expires);
  if (!isForm || endOfKey({ expires }) === undefined) {
    throw new InvalidArgumentError('expected a day such as 2027-06-30, or 2027-06-30T12:00:00Z.');
  }
  if (!hasEnded({ expires }, Date.now())) return expires;
  throw new InvalidArgumentError('expected a day or moment to come.');
}
