import { foundAt, invalid, readFlatObject, skipSpace } from './flat-object.ts';
import type { PlacedObject } from './collect-rows.ts';

/** Gives the objects of a JSON list one by one. */
export function* readJsonList(text: string, name: string): Generator<PlacedObject, void> {
  let line = 1;
  let counted = 0;
  const lineOf = (position: number): number => {
    for (let feed = next(counted); feed >= 0 && feed < position; feed = next(counted)) {
      line += 1;
      counted = feed + 1;
    }
    return line;
  };
  const next = (from: number): number => text.indexOf('\n', from);
  const placeOf = (position: number): string => `${name}:${lineOf(position)}`;

  let at = skipSpace(text, text.indexOf('[') + 1);
  while (text[at] !== ']') {
    const start = lineOf(at);
    const object = readFlatObject(text, at, placeOf);
    yield { entries: object.entries, line: start };
    at = skipSpace(text, object.end);
    if (text[at] === ']') break;
    if (text[at] !== ',') throw invalid(placeOf(at), 'a comma or ]', foundAt(text, at));
    at = skipSpace(text, at + 1);
    if (text[at] === ']') throw invalid(placeOf(at), 'an object after the comma', '"]"');
  }
  const rest = skipSpace(text, at + 1);
  if (rest < text.length) {
    throw invalid(placeOf(rest), 'nothing after the list', foundAt(text, rest));
  }
}
