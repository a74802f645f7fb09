import { expect, it } from 'vitest';
import { frameBlocks } from '../../../marketplace/src/catalogue/frame-blocks.ts';

it.each([
  [
    '<pre dir="ltr"><code class="language-sh">ls\n</code></pre>',
    '<div class="code" data-copy><pre tabindex="0"><code>ls\n</code></pre></div>',
  ],
  [
    '<pre><code class="language-text">a\nb</code></pre>',
    '<div class="code output"><p>It says</p><pre tabindex="0"><code>a\nb</code></pre></div>',
  ],
  ['<pre><code>x</code></pre>', '<div class="code"><pre tabindex="0"><code>x</code></pre></div>'],
  [
    '<table><tr><th>a</th><th align="left"><code>b</code></th></tr></table>',
    '<div class="scrolls" tabindex="0" role="region" aria-label="a, b"><table><tr><th>a</th><th align="left"><code>b</code></th></tr></table></div>',
  ],
  ['<p>no <code>block</code></p>', '<p>no <code>block</code></p>'],
])('%s', (html, framed) => {
  expect(frameBlocks(html)).toBe(framed);
});
