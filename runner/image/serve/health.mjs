// `node health.mjs [base path]`: ends with 0 when the server of this container is ready, with 1 otherwise.
// Without a base path it takes that of the container's first process.
import { readFileSync } from 'node:fs';

const started = readFileSync('/proc/1/cmdline', 'utf8').split('\0');
const base = process.argv[2] ?? option('--base-path') ?? '';
const address = `http://127.0.0.1:${option('--port') ?? 5000}${base}/v2/health/ready`;
const { status } = await fetch(address, { signal: AbortSignal.timeout(4_000) }).catch((cause) => {
  throw new Error(`${address} does not answer`, { cause });
});
if (status !== 200) throw new Error(`${address} answers ${status}`);

function option(name) {
  const at = started.indexOf(name);
  return at < 0 ? undefined : started[at + 1];
}
