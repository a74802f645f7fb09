const mostInputs = 30;
const longestPage = 1_000_000;

/**
 * The address that sending a form of a page with GET would go to.
 * @returns `undefined` when there is no such form
 */
export function formAddress(whole: string, id: string, base: URL): URL | undefined {
  const page = whole.slice(0, longestPage);
  const start = [...page.matchAll(/<form\b[^<>]*>/gi)].find(
    ([tag]) => attributeOf(tag, 'id') === id,
  );
  const action = start === undefined ? undefined : attributeOf(start[0], 'action');
  const url = action === undefined ? null : URL.parse(action, base);
  if (start === undefined || url === null) return undefined;
  const [form = ''] = page.slice(start.index).split(/<\/form/i);
  for (const [tag] of [...form.matchAll(/<input\b[^<>]*>/gi)].slice(0, mostInputs)) {
    const name = attributeOf(tag, 'name');
    if (name !== undefined) url.searchParams.set(name, attributeOf(tag, 'value') ?? '');
  }
  return url;
}

function attributeOf(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(tag);
  return (found?.[1] ?? found?.[2])
    ?.replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
