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
  const offered = offeredTypes(argument);
  const refused = refuse(`Must be one of: ${(argument.choices ?? []).join(', ')}.`);
  if (given !== undefined) {
    if (given === '*/*') return { value: offered[0] };
    return offered.some((type) => type === given) ? { value: given } : refused;
  }
  const header = sources.headers['accept'];
  if (typeof header !== 'string' || header === '*/*') return { value: offered[0] };
  if (offered.includes(header)) return { value: header };
  const type = new Negotiator({ headers: { accept: header } }).mediaType(offered);
  if (type !== undefined) return { value: type };
  return argument.location === 'headers' ? refused : { value: offered[0] };
}

/** The default comes first: it is what `*` + `/*` means. */
function offeredTypes({ choices = [], default: first }: Argument): string[] {
  const types = choices.map(String);
  return typeof first === 'string' && types.includes(first)
    ? [first, ...types.filter((type) => type !== first)]
    : types;
}
