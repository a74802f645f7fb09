import { show, suggestion } from '@orangery/schemas';
import { fields } from './fields.ts';
import { isRecord, type Say } from './field.ts';
import { retiredKeys } from './first-version.ts';

const own = ['metadata_version', 'license', ...retiredKeys];

/** Says which keys of a file the format does not have, and which have nothing. */
export function sayUnknownKeys(document: Readonly<Record<string, unknown>>, say: Say): void {
  walk(document, [], say);
}

function walk(value: Readonly<Record<string, unknown>>, path: readonly string[], say: Say): void {
  const known = knownBelow(path);
  for (const [name, below] of Object.entries(value)) {
    const at = [...path, name];
    const pointer = `/${at.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
    const isPlace = fields.some(({ path: place }) => place.length > at.length && begins(place, at));
    const hint = 'It is kept under foreign.ai4.';
    if (!known.includes(name)) {
      const near = suggestion(name, known).hint;
      say.warn({
        ...{ pointer, atKey: true, expected: 'a key of ai4-metadata', found: show(name) },
        hint: near === undefined ? hint : `${near} ${hint}`,
      });
    } else if (isPlace && isRecord(below)) walk(below, at, say);
    else if (isPlace) say.warn({ pointer, expected: 'keys and values', found: show(below), hint });
    else if (below === null && isCarried(at)) {
      say.warn({ pointer, expected: 'a value', found: 'nothing (null)', hint: 'Leave it out.' });
    }
  }
}

function knownBelow(path: readonly string[]): readonly string[] {
  const below = fields
    .filter(({ path: place }) => place.length > path.length && begins(place, path))
    .map(({ path: place }) => place[path.length]!);
  return [...new Set([...below, ...(path.length === 0 ? own : [])])];
}

function begins(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => path[index] === name);
}

/** The others say themselves what they expect. */
function isCarried(path: readonly string[]): boolean {
  const found = fields.find(({ path: place }) => place.join('/') === path.join('/'));
  return found?.isCarried === true;
}
