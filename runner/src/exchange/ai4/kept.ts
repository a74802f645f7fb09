import { fields } from './fields.ts';
import { retiredKeys } from './first-version.ts';
import { isRecord, type Draft } from './field.ts';
import { isSame } from './is-same.ts';

type Document = Readonly<Record<string, unknown>>;

/**
 * What of a file would be missing in what is written of the module made of it: this is kept, so that
 * nothing is lost.
 * @param written what is written of the module
 */
export function missingIn(written: Document, file: Document): Document {
  return missing(file, written, []) as Document;
}

/**
 * Puts back what was kept, where the module still is what it was made; whatever was changed since says
 * what the module says.
 */
export function withKept(written: Document, kept: Document, draft: Draft): Document {
  return restore(written, kept, { path: [], draft });
}

function missing(file: unknown, written: unknown, path: readonly string[]): unknown {
  if (!isRecord(file) || !isRecord(written)) return file;
  const entries = Object.entries(file).flatMap(([name, value]): [string, unknown][] => {
    const at = [...path, name];
    const isThere = Object.hasOwn(written, name);
    const isWhole = fieldAt(at)?.isWhole ?? isSame;
    if (isThere && isWhole(value, written[name])) return [];
    const rest = isThere && isPlace(at) ? missing(value, written[name], at) : value;
    const isNothing = isThere && isRecord(rest) && Object.keys(rest).length === 0;
    return isNothing ? [] : [[name, rest]];
  });
  return Object.fromEntries(entries);
}

interface Place {
  readonly path: readonly string[];
  readonly draft: Draft;
}

function restore(written: Document, kept: Document, { path, draft }: Place): Document {
  // a map: a name such as __proto__ is a name like any other
  const result = new Map(Object.entries(written));
  for (const [name, value] of Object.entries(kept)) {
    const at = [...path, name];
    const field = fieldAt(at);
    const said = result.get(name);
    if (path.length === 0 && isOurs(name)) continue;
    if (field !== undefined) {
      if (field.fits(value) && field.stillSays(value, draft)) result.set(name, value);
    } else if (!isPlace(at)) result.set(name, value);
    else if (isRecord(value)) {
      result.set(name, restore(isRecord(said) ? said : {}, value, { path: at, draft }));
    }
  }
  return Object.fromEntries(result);
}

/** Of which version a file is, is said where it is written; what 2.x forbids is not. */
function isOurs(name: string): boolean {
  return name === 'metadata_version' || retiredKeys.includes(name);
}

function fieldAt(path: readonly string[]) {
  return fields.find(({ path: place }) => isSame(place, path));
}

function isPlace(path: readonly string[]): boolean {
  return fields.some(
    ({ path: place }) =>
      place.length > path.length && path.every((name, index) => place[index] === name),
  );
}
