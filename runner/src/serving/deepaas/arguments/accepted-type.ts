import Negotiator from 'negotiator';
import type { CallSources } from '../../call-sources.ts';
import type { Argument } from './argument.ts';
import { refuse, type Reading } from './reading.ts';

/**
 * The media type a caller wants of those an argument called `accept` offers: its parameter first, then the
 * Accept header with its qualities and wildcards. A header that fits nothing is wrong where the argument
 * is one of the headers, and no wish otherwise, as programs send headers that nobody wrote.
 */
export function acceptedType(argument: Argument, given: unknown, sources: CallSources): Reading {
  const wish = given ?? sources.headers['accept'];
  const offered = offeredTypes(argument);
  if (wish === undefined || wish === '*/*') return { value: offered[0] };
  if (offered.some((type) => type === wish)) return { value: wish };
  if (given === undefined && typeof wish === 'string') {
    const type = new Negotiator({ headers: { accept: wish } }).mediaType(offered);
    if (type !== undefined) return { value: type };
    if (argument.location !== 'headers') return { value: offered[0] };
  }
  return refuse(`Must be one of: ${(argument.choices ?? []).join(', ')}.`);
}

/** The default comes first: it is what `*` + `/*` means. */
function offeredTypes({ choices = [], default: first }: Argument): string[] {
  const types = choices.map(String);
  return typeof first === 'string' && types.includes(first)
    ? [first, ...types.filter((type) => type !== first)]
    : types;
}
