import { Failure, show } from '@orangery/schemas';
import type { RawInput } from '../recipe.ts';
import { decodePlainText } from '../text/decode-plain-text.ts';

const mostTexts = 10_000;
const mostCharacters = 1_000_000;
/** Of all texts of one call together. */
const mostCharactersInAll = 20_000_000;

/**
 * Turns a file of text, a text, `{"text": …}` or a list of these into texts.
 * @throws Failure INPUT_INVALID naming the one that is wrong
 */
export function parseTextInput(raw: RawInput): readonly string[] {
  if (raw.kind === 'file') return [textOfFile(raw.bytes, raw.name)];
  const values: readonly unknown[] = Array.isArray(raw.value) ? raw.value : [raw.value];
  if (values.length === 0 || values.length > mostTexts) {
    throw new Failure(
      'INPUT_INVALID',
      `data: expected 1 to ${mostTexts} texts, found ${values.length}`,
      { hint: 'Send them in several requests.' },
    );
  }
  const texts = values.map(textOfValue);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  if (characters <= mostCharactersInAll) return texts;
  throw new Failure(
    'INPUT_INVALID',
    `data: expected at most ${mostCharactersInAll} characters in all, found ${characters}`,
    { hint: 'Send them in several requests.' },
  );
}

function textOfFile(bytes: Uint8Array, name: string): string {
  // of one character four bytes at most
  const text = bytes.length > 4 * mostCharacters ? null : decodePlainText(bytes);
  if (text !== null) return checkText(text, name);
  throw new Failure(
    'INPUT_INVALID',
    `${name}: expected a text of at most ${mostCharacters} characters, found ${bytes.length} bytes that are none`,
    { hint: 'Send a text in UTF-8.' },
  );
}

function textOfValue(value: unknown, index: number): string {
  const text = isObject(value) && Object.hasOwn(value, 'text') ? value['text'] : value;
  if (typeof text === 'string') return checkText(text, `data[${index}]`);
  throw new Failure('INPUT_INVALID', `data[${index}]: expected a text, found ${show(value)}`, {
    hint: 'Send {"data": "…"} or a list of texts.',
  });
}

function checkText(text: string, place: string): string {
  const found = text.trim() === '' ? 'nothing' : `${text.length} characters`;
  if (found !== 'nothing' && text.length <= mostCharacters) return text;
  throw new Failure(
    'INPUT_INVALID',
    `${place}: expected a text of 1 to ${mostCharacters} characters, found ${found}`,
    { hint: 'Send a text with words; cut a very long one.' },
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
