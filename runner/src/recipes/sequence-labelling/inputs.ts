import { Failure, show } from '@orangery/schemas';
import type { RawInput } from '../recipe.ts';
import { decodePlainText } from '../text/decode-plain-text.ts';
import { splitText } from './split-text.ts';

/** What is labelled as one: sentences, each as its tokens. */
export type SequenceInput = readonly (readonly string[])[];

const mostInputs = 10_000;
const mostTokens = 100_000;
const mostInSentence = 5_000;
const mostInToken = 1_000;
const mostCharacters = 1_000_000;
const hint =
  'Send {"data": ["The", "cat", "sat"]} or a text; several sentences as a list of lists.';

/**
 * Turns a file of text, a text, or the tokens of a sentence into what is labelled. A list of texts is
 * one sentence's tokens, as SINGA-Auto has it; a list of lists, or of `{"tokens": […]}` and
 * `{"text": …}`, is many.
 * @throws Failure INPUT_INVALID naming what is wrong
 */
export function parseSequenceInput(raw: RawInput): readonly SequenceInput[] {
  if (raw.kind === 'file') return checkSize([textOfFile(raw.bytes, raw.name)]);
  const { value } = raw;
  if (!Array.isArray(value) || value.every((part) => typeof part === 'string')) {
    return checkSize([parseOne(value, 'data')]);
  }
  if (value.length > mostInputs) {
    throw invalid('data', `1 to ${mostInputs} sentences`, String(value.length));
  }
  return checkSize(value.map((part: unknown, index) => parseOne(part, `data[${index}]`)));
}

function parseOne(value: unknown, place: string): SequenceInput {
  if (typeof value === 'string') return sentencesOf(value, place);
  if (Array.isArray(value)) return [tokensOf(value, place)];
  if (typeof value === 'object' && value !== null) {
    const { tokens, text } = value as Record<string, unknown>;
    if (tokens !== undefined) return parseOne(tokens, `${place}.tokens`);
    if (typeof text === 'string') return sentencesOf(text, `${place}.text`);
  }
  throw invalid(place, 'a text or a list of tokens', show(value));
}

function tokensOf(values: readonly unknown[], place: string): readonly string[] {
  if (values.length === 0 || values.length > mostInSentence) {
    throw invalid(place, `1 to ${mostInSentence} tokens`, String(values.length));
  }
  return values.map((token, index) => {
    const isToken = typeof token === 'string' && token.trim() !== '' && token.length <= mostInToken;
    if (isToken) return token;
    throw invalid(`${place}[${index}]`, `a token of 1 to ${mostInToken} characters`, show(token));
  });
}

function sentencesOf(text: string, place: string): SequenceInput {
  const sentences = text.length > mostCharacters ? [] : splitText(text);
  if (sentences.length > 0) return sentences.map((tokens) => tokensOf(tokens, place));
  const found = text.trim() === '' ? 'nothing' : `${text.length} characters`;
  throw invalid(place, `a text of 1 to ${mostCharacters} characters`, found);
}

function textOfFile(bytes: Uint8Array, name: string): SequenceInput {
  // of one character four bytes at most
  const text = bytes.length > 4 * mostCharacters ? null : decodePlainText(bytes);
  if (text !== null) return sentencesOf(text, name);
  throw invalid(
    name,
    `a text of at most ${mostCharacters} characters`,
    `${bytes.length} bytes that are none`,
  );
}

function checkSize(inputs: readonly SequenceInput[]): readonly SequenceInput[] {
  const count = inputs.flat().reduce((sum, tokens) => sum + tokens.length, 0);
  if (inputs.length > 0 && count <= mostTokens) return inputs;
  throw invalid('data', `1 to ${mostTokens} tokens in all`, String(count));
}

function invalid(place: string, expected: string, found: string): Failure {
  return new Failure('INPUT_INVALID', `${place}: expected ${expected}, found ${found}`, { hint });
}
