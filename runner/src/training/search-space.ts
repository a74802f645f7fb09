import { Failure, type Knobs } from '@orangery/schemas';

/**
 * The recipe's knobs, some of them narrowed or pinned by the request.
 * @throws Failure USAGE naming the knobs there are
 */
export function searchSpace(known: Knobs, asked: Knobs = {}): Knobs {
  const unknown = Object.keys(asked).filter((name) => !(name in known));
  if (unknown.length === 0) return { ...known, ...asked };
  throw new Failure(
    'USAGE',
    `The request: expected the knobs ${Object.keys(known).join(', ')}, found ${unknown.join(', ')}`,
  );
}
