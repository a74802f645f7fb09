/**
 * What runs in the process of a module: `node child.ts FOLDER BACKEND`. It imports the module's code
 * and does what it is asked over its standard streams, until they close.
 */
import { Console } from 'node:console';
import { createReadStream, createWriteStream } from 'node:fs';
import type { BackendName } from '@orangery/schemas';
import { startBackend } from '../../compute/backend.ts';
import { Peer } from '../wire/peer.ts';
import { describeError } from './describe-error.ts';
import { duties } from './duties.ts';
import { restrictImports } from './import-rules.ts';

const mostBytes = 4 * 1024 ** 3;
const [folder = '', backend = 'wasm'] = process.argv.slice(2);

// standard output is for messages: whatever the code prints goes to standard error
const errors = createWriteStream('', { fd: 2, autoClose: false });
globalThis.console = new Console(errors);
Object.defineProperty(process, 'stdout', { value: errors });

await startBackend(backend as BackendName);
restrictImports(folder);
const peer: Peer = new Peer({
  input: createReadStream('', { fd: 0, autoClose: false }),
  output: createWriteStream('', { fd: 1, autoClose: false }),
  handlers: duties(folder, async (method, value) => peer.call(method, value)),
  mostBytes,
  describe: (error) => describeError(error, folder),
});
await peer.closed;
// timers of the code would keep it alive after the process that it works for
process.exit();
