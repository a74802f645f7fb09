import { ok, type Exchange, type Reply } from './exchange.ts';

const defaultSize = 30;
const largestSize = 100;

/** The page of a list that was asked for, with the `Link` header that leads to the others. */
export function pageOf<T>(
  exchange: Exchange,
  items: readonly T[],
): { readonly items: readonly T[]; readonly headers: Readonly<Record<string, string>> } {
  const size = Math.min(largestSize, wholeNumber(exchange.query.get('per_page'), defaultSize));
  const page = wholeNumber(exchange.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const links = [
    ...(page < last ? [link(exchange, page + 1, 'next'), link(exchange, last, 'last')] : []),
    ...(page > 1 ? [link(exchange, 1, 'first'), link(exchange, page - 1, 'prev')] : []),
  ];
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

/** A list in the form most operations give it. */
export function listReply(exchange: Exchange, items: readonly unknown[]): Reply {
  const page = pageOf(exchange, items);
  return { ...ok(page.items), headers: page.headers };
}

/** A list inside an object that counts it: `{ total_count, runs: […] }`. */
export function countedReply(exchange: Exchange, name: string, items: readonly unknown[]): Reply {
  const page = pageOf(exchange, items);
  return { ...ok({ total_count: items.length, [name]: page.items }), headers: page.headers };
}

function wholeNumber(text: string | null, otherwise: number): number {
  const number = Number(text ?? otherwise);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}

function link(exchange: Exchange, page: number, relation: string): string {
  const query = new URLSearchParams(exchange.query);
  query.set('page', String(page));
  const [, template = ''] = exchange.operation.split(' ');
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURI(exchange.params[name] ?? ''),
  );
  return `<${exchange.state.url}${path}?${query}>; rel="${relation}"`;
}
