import type { BoardRow, Leaderboard, TaskBoards } from './leaderboards.ts';
import { listPages, type ListPage } from './list-pages.ts';

/** A page below `/leaderboards/`: part of a leaderboard, or part of the list of a task's. */
export type LeaderboardPage =
  | { readonly kind: 'board'; readonly board: Leaderboard; readonly page: ListPage<BoardRow> }
  | { readonly kind: 'task'; readonly task: string; readonly page: ListPage<Leaderboard> };

/** Boards of a task that the first page shows. */
export const mostBoards = 8;

/** Whether a board has a page: of one module there is nothing to rank, its own page says all. */
export function isContest({ rows }: Leaderboard): boolean {
  return rows.length > 1;
}

/** Every page below `/leaderboards/` by its path there, such as `text-classification/2`. */
export function leaderboardPages(
  tasks: readonly TaskBoards[],
): ReadonlyMap<string, LeaderboardPage> {
  const lists = tasks
    .filter(({ boards }) => boards.length > mostBoards)
    .flatMap(({ task, boards }) =>
      listPages(boards).map((page) => [task, { kind: 'task', task, page }] as const),
    );
  const boards = tasks
    .flatMap((one) => one.boards.filter(isContest))
    .flatMap((board) =>
      listPages(board.rows).map((page) => [board.slug, { kind: 'board', board, page }] as const),
    );
  return new Map(
    [...lists, ...boards].map(([name, one]) => [pagePath(name, one.page.number), one]),
  );
}

/** The path of a page of a list; the first has no number. */
export function pagePath(name: string, number: number): string {
  return number === 1 ? name : `${name}/${number}`;
}
