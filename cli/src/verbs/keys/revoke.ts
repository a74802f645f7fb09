import { hashKey, isKeyText, keyId, readKeys } from '@orangery/runner';
import { Failure, type ApiKey } from '@orangery/schemas';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { removeKey } from './change-keys.ts';
import {
  deploymentPlaces,
  fileOption,
  namedPlace,
  type KeyPlace,
  type PlaceOptions,
} from './key-place.ts';
import { lockKeys } from './lock-keys.ts';

interface FoundKey {
  readonly key: ApiKey;
  readonly index: number;
  readonly place: KeyPlace;
}

export const revokeCommand: Verb = (group, context) => {
  addCommand(group, context, 'revoke <id> [deployment]', 'take a key away', [
    'orangery keys revoke 3f9a0c1e',
    'orangery keys revoke 3f9a garden',
    'orangery keys revoke 3f9a0c1e --file keys.yml',
  ])
    .option(...fileOption)
    .action(async (id: string, deployment: string | undefined, options: PlaceOptions) => {
      const isAnywhere = deployment === undefined && options.file === undefined;
      const places = isAnywhere
        ? await deploymentPlaces(context.cwd)
        : [await namedPlace(context, deployment, options)];
      await revoke(context, beginningOf(id), places);
    });
};

async function revoke(
  { terminal, signal }: Context,
  id: string,
  places: readonly KeyPlace[],
): Promise<void> {
  const { key, place } = theOnly(id, await find(id, places), places);
  await lockKeys(place, { signal }, async () => {
    // another command may have changed the file meanwhile
    const { index } = theOnly(key.id, await find(key.id, [place]), [place]);
    await removeKey(place, index);
  });
  const effect =
    place.deployment === undefined
      ? 'A server with this file refuses it from now on.'
      : `It works until orangery deploy ${place.deployment} has run, or a host follows ${place.file}.`;
  terminal.print(`Took ${key.id} of ${key.consumer} out of ${place.file}. ${effect}`);
  terminal.record({ revoked: key, file: place.file });
}

/** Beginning of an id, or of the key's that was given whole; it may be a secret, so no message repeats it. */
function beginningOf(id: string): string {
  if (isKeyText(id)) return keyId(hashKey(id));
  if (/^[0-9a-f]{4,8}$/.test(id)) return id;
  throw new Failure('USAGE', 'Expected the first 4 to 8 digits of an id, found something else', {
    hint: 'orangery keys list shows the ids.',
  });
}

async function find(id: string, places: readonly KeyPlace[]): Promise<readonly FoundKey[]> {
  const found: FoundKey[] = [];
  for (const place of places) {
    const keys = await readKeys(place.path, place.file);
    for (const [index, key] of keys.entries()) {
      if (key.id.startsWith(id)) found.push({ key, index, place });
    }
  }
  return found;
}

function theOnly(id: string, found: readonly FoundKey[], places: readonly KeyPlace[]): FoundKey {
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  const files = places.map(({ file }) => file).join(', ') || 'deployments/';
  if (first === undefined) {
    throw new Failure('USAGE', `${id}: expected a key of ${files}, found none`, {
      hint: 'orangery keys list shows the ids; --file names a file that is no deployment.',
    });
  }
  const several = found.map(({ key, place }) => `${key.id} of ${key.consumer} in ${place.file}`);
  throw new Failure('USAGE', `${id}: expected one key, found ${several.join(', ')}`, {
    hint: 'Say more digits of the id, or the deployment after it.',
  });
}
