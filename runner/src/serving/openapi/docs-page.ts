import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sendAnswer } from '../answer.ts';
import type { SendPage } from '../deepaas/options.ts';

/** Of Swagger UI; below `/static/swagger/`, where DEEPaaS has them. */
const files = ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js'];

/** The one style that Swagger UI writes into the page, of its logo. */
const logoStyle = '.logo_small_svg__cls-2{fill:#fff}.logo_small_svg__cls-3{fill:#85ea2d}';
const ownStyle = 'body{margin:0}';

/** Swagger UI for both documents; it asks nobody but this server. */
export function docsPageFor(base: string): SendPage {
  const folder = `${base}/static/swagger`;
  const start = startScript(base);
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API of the models served here</title>
<link rel="icon" href="data:,">
<style>${ownStyle}</style>
<link rel="stylesheet" href="${folder}/${files[0]}">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; the documents are <a href="${base}/openapi.json">openapi.json</a> and <a href="${base}/swagger.json">swagger.json</a>.</noscript>
<script src="${folder}/${files[1]}"></script>
<script src="${folder}/${files[2]}"></script>
<script>${start}</script>
</body>
</html>
`;
  const headers = { 'content-security-policy': policyFor(start) };
  return (reply) =>
    sendAnswer(reply, { status: 200, type: 'text/html; charset=utf-8', body: page, headers });
}

/** Files of the page, readable by everybody as the page is. */
export async function addDocsFiles(app: FastifyInstance, base: string): Promise<void> {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, needsKey: false };
  });
  const manifest = createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json');
  await app.register(staticFiles, {
    root: join(dirname(manifest), 'static'),
    prefix: `${base}/static/swagger/`,
    decorateReply: false,
    index: false,
    allowedPath: (path) => files.includes(path.replace(/^\//, '')),
    maxAge: '1h',
  });
}

function startScript(base: string): string {
  const urls = [
    { url: `${base}/openapi.json`, name: 'OpenAPI 3.1: all protocols' },
    { url: `${base}/swagger.json`, name: 'Swagger 2.0: DEEPaaS' },
  ];
  // without validatorUrl the page would send the document's address to a stranger
  return `
SwaggerUIBundle({
  dom_id: '#swagger-ui',
  urls: ${JSON.stringify(urls)},
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
  validatorUrl: null,
});
`;
}

/** It draws small pictures that are in its style sheet, and nothing from elsewhere. */
function policyFor(start: string): string {
  return [
    ...["default-src 'none'", "connect-src 'self'", "img-src 'self' data:"],
    ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
    `style-src 'self' ${hashOf(logoStyle)} ${hashOf(ownStyle)}`,
    `script-src 'self' ${hashOf(start)}`,
  ].join('; ');
}

function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
