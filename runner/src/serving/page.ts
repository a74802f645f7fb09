import { createHash } from 'node:crypto';
import type { Field } from '@orangery/schemas';
import type { FastifyReply } from 'fastify';
import type { Predictor } from '../inference/predictor.ts';
import { wholeInput } from '../inference/whole-input.ts';
import { sendAnswer } from './answer.ts';
import { exampleOf } from './curl-line.ts';

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
form { display: grid; gap: 0.75rem; margin: 1rem 0; }
label { display: grid; gap: 0.25rem; }
input, select, button { font: inherit; padding: 0.4rem; }
button { justify-self: start; padding: 0.4rem 1rem; }
output { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** Without it a form still works: the browser then shows the answer as it came. */
const script = `
for (const form of document.forms) form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const output = form.querySelector('output');
  output.textContent = '…';
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) });
    const text = await answer.text();
    if (!answer.ok) { output.textContent = text; return; }
    const found = [JSON.parse(text).predictions].flat();
    const percent = (share) => (100 * share).toFixed(1).padStart(5) + ' %';
    const tell = (answer) => answer.probabilities === undefined
      ? JSON.stringify(answer, null, 1)
      : answer.label + ' ' + percent(answer.probability) + '\\n' + Object.entries(answer.probabilities)
        .sort((a, b) => b[1] - a[1]).slice(0, 5)
        .map(([name, share]) => percent(share) + '  ' + name).join('\\n');
    output.textContent = found.map(tell).join('\\n\\n');
  } catch (error) { output.textContent = String(error); }
});
`;

const policy = [
  "default-src 'none'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  `style-src '${hash(style)}'`,
  `script-src '${hash(script)}'`,
].join('; ');

/** One page with a form for each module, complete in itself. */
export function renderPage(predictors: readonly Predictor[], base: string): string {
  const names = predictors.map(({ title }) => title).join(', ');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(names)}</title>
<style>${style}</style>
${predictors.map((predictor) => renderModule(predictor, base)).join('\n')}
<footer><a href="${base}/v2/models/">Served models</a></footer>
<script>${script}</script>
</html>
`;
}

/** Whether a browser is asking, rather than a program. */
export function prefersHtml(accept = ''): boolean {
  return quality(accept, 'text/html') > quality(accept, 'application/json');
}

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return sendAnswer(reply, {
    status: 200,
    type: 'text/html; charset=utf-8',
    body: page,
    headers: { 'content-security-policy': policy },
  });
}

function renderModule(predictor: Predictor, base: string): string {
  const heading = escapeHtml(predictor.title);
  return `<section>
<h1>${heading}</h1>
<p>${escapeHtml(predictor.summary)}</p>
<form method="post" enctype="multipart/form-data" action="${base}/v2/models/${predictor.id}/predict/">
${predictor.inputs.map(renderField).join('\n')}
<button>Predict</button>
<output aria-live="polite"></output>
</form>
<p>${escapeHtml(predictor.id)} ${escapeHtml(predictor.version)}, ${escapeHtml(predictor.license)}</p>
</section>`;
}

function renderField(field: Field): string {
  const name = escapeHtml(wholeInput([field]) === undefined ? field.name : 'data');
  const text = escapeHtml(field.description ?? field.name);
  return `<label>${text} ${renderControl(field, name)}</label>`;
}

function renderControl(field: Field, name: string): string {
  const required = field.required === false ? '' : ' required';
  if (field.type === 'text' || field.type === 'tokens') {
    return `<textarea name="${name}" rows="4"${required}>${escapeHtml(String(exampleOf(field)))}</textarea>`;
  }
  const whole = wholeInput([field]);
  if (whole !== undefined) {
    const accept = whole.endings.map((ending) => `.${ending}`).join();
    return `<input type="file" accept="${accept}" name="${name}"${required}>`;
  }
  if (field.values !== undefined) {
    const options = field.values.map((value) => `<option>${escapeHtml(value)}</option>`);
    return `<select name="${name}"${required}>${options.join('')}</select>`;
  }
  const isNumber = field.type === 'number' || field.type === 'integer';
  const kind = isNumber ? 'type="number" step="any"' : 'type="text"';
  return `<input ${kind} name="${name}" value="${escapeHtml(String(exampleOf(field)))}"${required}>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Of a media type in an Accept header, 0…1; wildcards count for both kinds alike. */
function quality(accept: string, type: string): number {
  const ranges = accept.split(',').map((range) => range.split(';').map((part) => part.trim()));
  const match =
    ranges.find(([name]) => name === type) ??
    ranges.find(([name]) => name === `${type.split('/')[0]}/*`) ??
    ranges.find(([name]) => name === '*/*');
  const weight = match?.find((part) => part.startsWith('q='))?.slice(2);
  return match === undefined ? 0 : Number(weight ?? 1);
}

function hash(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
