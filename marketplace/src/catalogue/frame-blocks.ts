/**
 * Lets blocks of code and tables of a how-to scroll by keyboard, commands be copied, and outputs be
 * told from commands by what is written on them.
 * @param html as Astro renders Markdown without highlighting
 */
export function frameBlocks(html: string): string {
  return html
    .replace(
      /<pre[^>]*><code(?: class="language-(\w+)")?>(.*?)<\/code><\/pre>/gs,
      (_whole, language: string | undefined, code: string) => frameCode(language, code),
    )
    .replace(/<table>.*?<\/table>/gs, frameTable);
}

function frameCode(language: string | undefined, code: string): string {
  const block = `<pre tabindex="0"><code>${code}</code></pre>`;
  if (language === 'sh') return `<div class="code" data-copy>${block}</div>`;
  if (language !== 'text') return `<div class="code">${block}</div>`;
  return `<div class="code output"><p>It says</p>${block}</div>`;
}

function frameTable(table: string): string {
  const heads = [...table.matchAll(/<th[^>]*>(.*?)<\/th>/gs)].map(([, head]) =>
    head!.replace(/<[^>]*>/g, '').trim(),
  );
  const label = heads.join(', ');
  return `<div class="scrolls" tabindex="0" role="region" aria-label="${label}">${table}</div>`;
}
