import { drawPlant } from './draw-plant.ts';
import { escapeHtml } from './escape-html.ts';
import { formatTask } from './format.ts';
import type { IndexedModule } from './indexed-module.ts';
import { formatMetric, headlineMetric } from './metric.ts';

/** What a card shows of a module: everything that a list needs to draw it, in the page too. */
export interface Card {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly page: string;
  readonly tasks: readonly string[];
  readonly licence: string;
  readonly status: 'active' | 'deprecated' | 'retired';
  readonly isTrained: boolean;
  readonly parent?: string;
  /** Its first figure, as it is read. */
  readonly figure?: { readonly value: string; readonly name: string };
  /** What is said where it has no figure. */
  readonly state: string;
  readonly isDeployed: boolean;
  /** Only in an internal catalogue. */
  readonly isPrivate?: true;
  /** Name of the repository it comes from, when that is another one. */
  readonly source?: string;
}

export function makeCard({ id, entry, records }: IndexedModule): Card {
  const headline = headlineMetric(entry.metrics ?? {});
  return {
    id,
    title: entry.title,
    summary: entry.summary,
    page: entry.page,
    tasks: entry.tasks,
    licence: entry.license,
    status: entry.status,
    isTrained: entry.trained,
    ...(entry.parent !== undefined && { parent: entry.parent.id }),
    ...(headline !== undefined && {
      figure: {
        value: formatMetric(headline.value, headline.facts),
        name: headline.facts.title.toLowerCase(),
      },
    }),
    state: stateOf(entry),
    isDeployed: records.deployments.length > 0,
    ...(entry.visibility === 'private' && { isPrivate: true }),
    ...(entry.source !== undefined && { source: entry.source }),
  };
}

function stateOf({ trained, fineTunable }: IndexedModule['entry']): string {
  if (trained) return 'ready, not measured yet';
  return fineTunable ? 'to be trained on your data' : 'composed of other modules';
}

/** A card as markup, the same when the site is built and in the page; every text is escaped. */
export function renderCardItem(card: Card): string {
  const { id, title, summary, page, tasks, licence, status, parent, figure, state, source } = card;
  const facts = [
    ['Task', tasks.map(formatTask).join(', ')],
    ['Licence', licence],
    ...(parent === undefined ? [] : [['Grown from', parent]]),
    ...(source === undefined ? [] : [['Comes from', source]]),
  ];
  const rows = facts.map(
    ([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value!)}</dd></div>`,
  );
  const shown =
    figure === undefined
      ? `<span>${state}</span>`
      : `<strong>${escapeHtml(figure.value)}</strong> <span>${escapeHtml(figure.name)}</span>`;
  const marks = [
    ...(card.isDeployed ? ['<span class="mark live">deployed</span>'] : []),
    ...(status === 'active' ? [] : [`<span class="mark old">${status}</span>`]),
    ...(card.isPrivate === true ? ['<span class="mark old">private</span>'] : []),
  ].join('');
  return (
    `<li class="module-card" data-module="${escapeHtml(id)}"><article>` +
    `<div class="view">${renderWindow(card)}</div><div class="facts">` +
    `<h3><a href="${escapeHtml(page)}">${escapeHtml(title)}</a></h3>` +
    `<p class="summary">${escapeHtml(summary)}</p><dl>${rows.join('')}</dl>` +
    `<p class="figure">${shown}${marks}</p></div></article></li>`
  );
}

/** The window of an orangery with the module's plant in it. */
export function renderWindow({
  id,
  tasks,
  isTrained,
}: Pick<Card, 'id' | 'tasks' | 'isTrained'>): string {
  const { stems, leaves, fruits } = drawPlant({ id, task: tasks[0]!, isTrained });
  const path = (name: string, d: string): string =>
    d === '' ? '' : `<path class="${name}" d="${d}"/>`;
  // a line of no length has round ends, and so is a dot
  const dots = (shift: number): string =>
    fruits.map(({ x, y }) => `M${x - shift} ${y - shift}h0`).join('');
  return [
    '<svg class="window" viewBox="0 0 200 250" width="200" height="250" aria-hidden="true" focusable="false">',
    path('glass', 'M8 250V100a92 92 0 0 1 184 0v150Z'),
    path('light', 'M8 214 112 8.6A92 92 0 0 1 150 23L34 250H8ZM78 250 180 54l9 22L104 250Z'),
    path(
      'glazing',
      'M8 100h184M8 172h184M54 100v150M146 100v150M100 8v92M100 100 35 35M100 100l65-65',
    ),
    path('frame', 'M8 250V100a92 92 0 0 1 184 0v150'),
    '<g transform="translate(0 34)">',
    path('back', leaves.back),
    path('stem', stems),
    path('middle', leaves.middle),
    path('front', leaves.front),
    path('fruit', dots(0)),
    path('shine', dots(2)),
    path('pot', 'M78 178h44l-5 38H83Z'),
    path('rim', 'M74 170h52v10H74Z'),
    '</g></svg>',
  ].join('');
}
