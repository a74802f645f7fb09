/** What a card is found by. */
export interface SearchEntry {
  /** All words of it in lower case. */
  readonly text: string;
  readonly tasks: readonly string[];
  readonly isTrained: boolean;
}

export interface SearchQuery {
  readonly words: string;
  /** Empty for every task. */
  readonly task: string;
  readonly state: 'any' | 'trained' | 'untrained';
}

/** Whether a module has every word asked for, in any order and place, and passes the filters. */
export function matchesQuery(entry: SearchEntry, { words, task, state }: SearchQuery): boolean {
  const hasWords = searchText(words)
    .split(/\s+/)
    .every((word) => entry.text.includes(word));
  const hasTask = task === '' || entry.tasks.includes(task);
  const hasState = state === 'any' || entry.isTrained === (state === 'trained');
  return hasWords && hasTask && hasState;
}

/** Lower case without accents, so that `Äpfel` is found by `apfel`. */
export function searchText(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
