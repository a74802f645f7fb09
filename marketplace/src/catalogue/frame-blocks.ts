/**
 * Lets blocks of code and tables of a how-to scroll by keyboard, commands be copied, and outputs be
 * told from commands by what is written on them.
 * @param html as Astro renders Markdown without highlighting
 */
export function frameBlocks(html: string): string {
  return html
    .replace(/<pre><code class="language-(\w+)">(.*?)<\/code><\/pre>/gs, frameCode)
    .replace(/<table>.*?<\/table>/gs, frameTable);
}

function frameCode(_whole: string, language: string, code: string): string {
  const block = `<pre tabindex="0"><code>${code}</code></pre>`;
  if (language === 'sh') return `<div class="code" data-copy>${block}</div>`;
  if (language !== 'text') return `<div class="code">${block}</div>`;
  return `<div class="code output"><p>It says</p>${block}</div>`;
}

function frameTable(table: string): string {
  return `<div class="scrolls" tabindex="0" role="region" aria-label="Table">${table}</div>`;
}
