import { renderCardItem } from '../catalogue/module-card.ts';
import type { CatalogueSearch } from '../search/catalogue-search.ts';

/** What is found, and what its cards are drawn from. */
export interface FoundCards {
  readonly search: CatalogueSearch;
  /** Places of the modules, the first to be shown first. */
  readonly found: readonly number[];
  /** Whether this is still what was asked for last. */
  readonly isWanted: () => boolean;
}

/** The list of cards in the page. */
export interface CardList {
  /** Replaces the cards: by those that a screen shows first, then by the rest of the first two dozen. */
  readonly show: (cards: FoundCards) => Promise<void>;
  /** Adds the next two dozen, and leads the keyboard there. */
  readonly addMore: () => Promise<void>;
}

export interface CardListParts {
  readonly list: Element;
  /** Says how many are found. */
  readonly status: Element;
  readonly more: HTMLElement;
}

const cardsAtOnce = 24;
/** Two rows of three. */
const cardsSeen = 6;
/** While somebody types on, what is below the screen is not loaded. */
const pauseMs = 100;

export function startCards({ list, status, more }: CardListParts): CardList {
  const drawn = new Map<number, Element>();
  let shown: FoundCards | undefined;
  let drawing = Promise.resolve();
  const add = async (cards: FoundCards, first: number): Promise<void> => {
    const { search, found, isWanted } = cards;
    const places = found.slice(first, first + cardsAtOnce);
    const seen = await drawCards(search, places.slice(0, cardsSeen), drawn);
    if (!isWanted()) return;
    if (first === 0) list.replaceChildren(...seen);
    else list.append(...seen);
    more.hidden = first + places.length >= found.length;
    status.textContent = describe(found.length);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (!isWanted()) return;
    const rest = await drawCards(search, places.slice(cardsSeen), drawn);
    if (isWanted()) list.append(...rest);
  };
  return {
    show: (cards) => {
      // places of another table are of other modules
      if (cards.search !== shown?.search) drawn.clear();
      shown = cards;
      drawing = add(cards, 0);
      return drawing;
    },
    addMore: () => {
      const addNext = async (): Promise<void> => {
        if (shown === undefined) return;
        const first = list.children.length;
        await add(shown, first);
        list.children[first]?.querySelector('a')?.focus();
      };
      // whether cards before could be drawn or not, these are asked for now
      drawing = drawing.then(addNext, addNext);
      return drawing;
    },
  };
}

/** A card that was drawn once is kept, and what was chosen on it with it. */
function drawCards(
  search: CatalogueSearch,
  places: readonly number[],
  drawn: Map<number, Element>,
): Promise<readonly Element[]> {
  return Promise.all(
    places.map(async (place) => {
      const known = drawn.get(place);
      if (known !== undefined) return known;
      const template = document.createElement('template');
      // every text of a card is escaped where it is rendered
      template.innerHTML = renderCardItem(await search.card(place));
      const item = template.content.firstElementChild!;
      drawn.set(place, item);
      return item;
    }),
  );
}

function describe(count: number): string {
  if (count === 0) return 'No module is like that. Try fewer words or filters.';
  return count === 1 ? '1 module' : `${count} modules`;
}
