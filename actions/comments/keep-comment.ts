import type { Comment } from '../github/entities.ts';
import type { GitHub } from '../github/github.ts';
import { readMarker, renderMarker, type Marker } from './marker.ts';

export interface CommentOrder {
  /** Of the issue or pull request. */
  readonly issue: number;
  readonly kind: string;
  /** Empty: one of this kind there. */
  readonly key?: string;
  /** Whom our comments are by; a marker in anybody else's is ignored. */
  readonly botId: number;
  /** Markdown; every contributed text in it is escaped. */
  readonly body: string;
}

/** GitHub takes 65,536 characters. */
const mostCharacters = 65_000;
const superseded: Marker = { kind: 'superseded', key: '' };

/**
 * Makes the one comment of a kind in a place, or edits it. GitHub has no way to make a comment only if
 * there is none, so two jobs at once may both make one: each lists again afterwards, writes to the oldest
 * and empties what is younger. Nothing is deleted; what is emptied loses its marker. Where both lists came
 * too early two stay until the next call.
 * @returns the comment's id
 */
export async function keepComment(github: GitHub, order: CommentOrder): Promise<number> {
  const { issue, kind, key = '', body } = order;
  const text = cut(`${renderMarker({ kind, key })}\n${body}`);
  const before = await findOurs(github, order);
  if (before.length > 0) return keepOldest(github, before, text);
  const made = await github.createComment(issue, text);
  const after = await findOurs(github, order);
  // a list may be older than what it should hold
  const known = after.some(({ id }) => id === made.id) ? after : [...after, made];
  return keepOldest(github, known, text);
}

/** The comment of a kind as it stands now; null when there is none. */
export async function findComment(
  github: GitHub,
  order: Omit<CommentOrder, 'body'>,
): Promise<Comment | null> {
  return (await findOurs(github, order))[0] ?? null;
}

/** Oldest first. */
async function findOurs(
  github: GitHub,
  { issue, kind, key = '', botId }: Omit<CommentOrder, 'body'>,
): Promise<readonly Comment[]> {
  const comments = await github.listComments(issue);
  return comments
    .filter(({ author, body }) => {
      const marker = readMarker(body);
      return author.id === botId && marker?.kind === kind && marker.key === key;
    })
    .sort((a, b) => a.id - b.id);
}

async function keepOldest(
  github: GitHub,
  [oldest, ...younger]: readonly Comment[],
  text: string,
): Promise<number> {
  if (oldest!.body !== text) await github.updateComment(oldest!.id, text);
  for (const { id } of younger) {
    const pointer = `${renderMarker(superseded)}\nSee [above](#issuecomment-${oldest!.id}).`;
    await github.updateComment(id, pointer);
  }
  return oldest!.id;
}

/** At the end of a line. */
function cut(text: string): string {
  if (text.length <= mostCharacters) return text;
  const kept = text.slice(0, mostCharacters);
  return `${kept.slice(0, kept.lastIndexOf('\n'))}\n\n(The rest is too long for a comment.)`;
}
