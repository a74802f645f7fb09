import { foundAt, invalid, readFlatObject, skipSpace } from './flat-object.ts';
import type { PlacedObject } from './collect-rows.ts';

/** Gives the objects of JSON lines one by one; empty lines are left out. */
export function* readJsonLines(text: string, name: string): Generator<PlacedObject, void> {
  let line = 1;
  for (let start = 0; start < text.length; line += 1) {
    const feed = text.indexOf('\n', start);
    const end = feed < 0 ? text.length : feed;
    const written = text.slice(start, end);
    start = end + 1;
    if (written.trim() === '') continue;
    const place = `${name}:${line}`;
    const object = readFlatObject(written, 0, () => place);
    const rest = skipSpace(written, object.end);
    if (rest < written.length) {
      throw invalid(place, 'one object on the line', `${foundAt(written, rest)} after it`);
    }
    yield { entries: object.entries, line };
  }
}
