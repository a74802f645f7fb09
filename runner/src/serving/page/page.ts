import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import { sendAnswer } from '../answer.ts';
import type { SendPage } from '../deepaas/options.ts';
import type { ModelSlot } from '../served-model.ts';
import { browserScript } from './browser-script.ts';
import { markup, Markup } from './markup.ts';
import { modelSection } from './model-section.ts';

export interface PageOptions {
  /** Whether predictions are for callers with a key. */
  readonly needsKeys?: boolean;
  /** Whether there are documents at `/api`. */
  readonly hasDoc?: boolean;
}

const icon = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="9" r="6" fill="#ee7f1a"/><path d="M8 4q1-4 6-3q-1 4-6 3" fill="#3d8258"/></svg>',
)}`;

/** The page of the models served now, complete in itself: a form for each. */
export function pageFor(
  slots: readonly ModelSlot[],
  base: string,
  options: PageOptions = {},
): SendPage {
  const style = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8');
  const script = browserScript();
  const headers = {
    'content-security-policy': policyFor(style, script),
    // it names the host it was asked by
    'cache-control': 'private, no-cache',
    'referrer-policy': 'no-referrer',
  };
  return (reply) => {
    const address = `${originOf(reply.request)}${base}`;
    const page = renderPage(slots, { ...options, base, address, style, script });
    return sendAnswer(reply, {
      status: 200,
      type: 'text/html; charset=utf-8',
      body: page,
      headers,
    });
  };
}

interface Parts extends PageOptions {
  readonly base: string;
  readonly address: string;
  readonly style: string;
  readonly script: string;
}

function renderPage(slots: readonly ModelSlot[], parts: Parts): string {
  const { base, address, needsKeys = false, style, script } = parts;
  const models = slots.map(({ current }) => current);
  const isOnly = models.length === 1;
  const titles = models.map(({ title }) => title).join(', ');
  const heading = isOnly
    ? undefined
    : markup`<h1>Models served here</h1>
        <nav aria-label="Models">
          <ul>
            ${models.map(({ name, title }) => markup`<li><a href="#model-${name}">${title}</a></li>`)}
          </ul>
        </nav>`;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${titles}</title>
        <link rel="icon" href="${icon}" />
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <main>
          ${heading} ${keyField(needsKeys)}
          ${models.map((model) => modelSection(model, { base, address, needsKeys, isOnly }))}
        </main>
        ${footer(parts)}
        <script>${new Markup(script)}</script>
      </body>
    </html>
`.text;
}

/** The key stays in the page: it is sent with each prediction and kept nowhere. */
function keyField(needsKeys: boolean): Markup {
  const without = markup`<noscript>Without JavaScript this page cannot send a key: use the line for the shell.</noscript>`;
  return markup`<form class="key"${!needsKeys && markup` hidden`}>
    <label>
      <span>Key</span>
      <input type="password" autocomplete="off" spellcheck="false" />
      <small>Sent with each prediction, kept nowhere.</small>
    </label>
    ${needsKeys && without}
  </form>`;
}

function footer({ base, hasDoc = true, needsKeys = false }: Parts): Markup {
  const links = [
    ...(hasDoc ? [['/api', 'Try every path']] : []),
    ['/openapi.json', 'OpenAPI 3.1'],
    ['/swagger.json', 'Swagger 2.0'],
    // a link carries no key
    ...(needsKeys ? [] : [['/v2/models/', 'Models as JSON']]),
  ];
  return markup`<footer>
    <ul>
      ${links.map(([path = '', text = '']) => markup`<li><a href="${base}${path}">${text}</a></li>`)}
    </ul>
  </footer>`;
}

/** Where the caller found the server; only what is surely a host may stand in a line for the shell. */
function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${/^[\w.-]+(:\d+)?$|^\[[\da-f:.]+\](:\d+)?$/i.test(host) ? host : 'localhost'}`;
}

function policyFor(style: string, script: string): string {
  return [
    ...["default-src 'none'", 'img-src blob: data:', 'media-src blob:', "connect-src 'self'"],
    ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
  ].join('; ');
}

function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
