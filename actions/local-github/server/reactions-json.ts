import type { Repository } from './repository.ts';
import type { Reaction, State } from './state.ts';

export const reactionContents = [
  '+1',
  '-1',
  'laugh',
  'confused',
  'heart',
  'hooray',
  'rocket',
  'eyes',
] as const;

/** How often each reaction was given. */
export function reactionsJson(
  state: State,
  repository: Repository,
  subject: Reaction['subject'],
): Readonly<Record<string, number>> {
  const given = reactionsOn(state, repository, subject);
  const counts = reactionContents.map((content) => [
    content,
    given.filter((reaction) => reaction.content === content).length,
  ]);
  return { total_count: given.length, ...Object.fromEntries(counts) };
}

export function reactionsOn(
  state: State,
  repository: Repository,
  { kind, id }: Reaction['subject'],
): readonly Reaction[] {
  return state.reactions.filter(
    ({ repository: of, subject }) =>
      of === repository.id && subject.kind === kind && subject.id === id,
  );
}
