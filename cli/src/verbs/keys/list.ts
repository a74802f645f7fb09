import { hasEnded, readKeys } from '@orangery/runner';
import type { ApiKey } from '@orangery/schemas';
import { counted } from '../../counted.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { deploymentPlaces, fileOption, namedPlace, type PlaceOptions } from './key-place.ts';

interface ListedKey extends ApiKey {
  readonly file: string;
  readonly state: 'valid' | 'expired';
}

export const listCommand: Verb = (group, context) => {
  addCommand(group, context, 'list [deployment]', 'show the keys of one deployment, or of all', [
    'orangery keys list',
    'orangery keys list garden --json',
    'orangery keys list --file keys.yml',
  ])
    .option(...fileOption)
    .action(async (deployment: string | undefined, options: PlaceOptions) =>
      list(context, deployment, options),
    );
};

async function list(
  context: Context,
  deployment: string | undefined,
  options: PlaceOptions,
): Promise<void> {
  const { terminal, cwd } = context;
  const isAll = deployment === undefined && options.file === undefined;
  const places = isAll
    ? await deploymentPlaces(cwd)
    : [await namedPlace(context, deployment, options)];
  const keys: ListedKey[] = [];
  for (const { path, file } of places) {
    for (const key of await readKeys(path, file)) keys.push({ ...key, file, state: stateOf(key) });
  }
  if (keys.length === 0) terminal.print(`No keys in ${whereOf(places.map(({ file }) => file))}.`);
  else terminal.print(terminal.table([...(isAll ? ['file'] : []), ...head], rows(keys, isAll)));
  terminal.record({ keys });
}

function stateOf(key: ApiKey): ListedKey['state'] {
  return hasEnded(key, Date.now()) ? 'expired' : 'valid';
}

function whereOf(files: readonly string[]): string {
  if (files.length === 1) return files[0]!;
  return files.length === 0 ? 'deployments/' : counted(files.length, 'deployment');
}

const head = ['id', 'consumer', 'issuer', 'models', 'quota', 'created', 'expires', 'state'];

function rows(keys: readonly ListedKey[], isAll: boolean): string[][] {
  return keys.map((key) => [
    ...(isAll ? [key.file] : []),
    ...[key.id, key.consumer, key.issuer, scopeOf(key), quotaOf(key)],
    ...[key.created.slice(0, 10), key.expires ?? 'never', key.state],
  ]);
}

function scopeOf({ models, mayTrain }: ApiKey): string {
  return `${models?.join(', ') ?? 'all'}${mayTrain === true ? ', training too' : ''}`;
}

function quotaOf({ requestsPerMinute, requestsPerDay }: ApiKey): string {
  const parts = [
    ...(requestsPerMinute === undefined ? [] : [`${requestsPerMinute} a minute`]),
    ...(requestsPerDay === undefined ? [] : [`${requestsPerDay} a day`]),
  ];
  return parts.join(', ') || '–';
}
