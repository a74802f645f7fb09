import { UploadedFile } from '../../call-sources.ts';
import type { ArgumentType } from './argument.ts';
import { isDate, isDateTime, isUrl } from './text-forms.ts';
import { refuse, type Reading } from './reading.ts';

type PlainType = Exclude<ArgumentType, 'list' | 'object'>;

/** Longer texts are no number; so none is looked through for long. */
const longestNumber = 400;
const integerText = /^\s*[+-]?\d+(?:_\d+)*\s*$/;
const numberText =
  /^\s*[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?\s*$/i;
const specialText = /^\s*[+-]?(?:nan|inf|infinity)\s*$/i;
const special = 'Special numeric values (nan or infinity) are not permitted.';

const truths = new Map<unknown, boolean>([
  ...['t', 'T', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((text) => [text, true] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', '1', 1, true].map((text) => [text, true] as const),
  ...['f', 'F', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (text) => [text, false] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', '0', 0, false].map((text) => [text, false] as const),
]);

/** Reads a value that has no parts as marshmallow 3 does; dates and addresses stay texts. */
export const readPlain: Readonly<Record<PlainType, (given: unknown) => Reading>> = {
  integer: readInteger,
  number: readNumber,
  boolean: (given) => {
    const value = truths.get(given);
    return value === undefined ? refuse('Not a valid boolean.') : { value };
  },
  string: (given) => (typeof given === 'string' ? { value: given } : refuse('Not a valid string.')),
  url: (given) => (isUrl(given) ? { value: given } : refuse('Not a valid URL.')),
  'date-time': (given) => (isDateTime(given) ? { value: given } : refuse('Not a valid datetime.')),
  date: (given) => (isDate(given) ? { value: given } : refuse('Not a valid date.')),
  file: (given) => (given instanceof UploadedFile ? { value: given } : refuse('Not a valid file.')),
  any: (given) => ({ value: given }),
};

/** A number with a fraction loses it, as in Python's `int()`; a text must be whole. */
function readInteger(given: unknown): Reading {
  const isText = typeof given === 'string' && given.length <= longestNumber;
  const value =
    isText && integerText.test(given)
      ? Number(given.replaceAll('_', ''))
      : typeof given === 'number'
        ? Math.trunc(given)
        : Number.NaN;
  // beyond it another number would be taken than was sent
  return Number.isSafeInteger(value) ? { value: value + 0 } : refuse('Not a valid integer.');
}

function readNumber(given: unknown): Reading {
  if (typeof given === 'number') return finite(given);
  if (typeof given !== 'string' || given.length > longestNumber) {
    return refuse('Not a valid number.');
  }
  if (specialText.test(given)) return refuse(special);
  return numberText.test(given)
    ? finite(Number(given.replaceAll('_', '')))
    : refuse('Not a valid number.');
}

function finite(value: number): Reading {
  return Number.isFinite(value) ? { value } : refuse(special);
}
