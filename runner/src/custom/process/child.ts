/**
 * What runs in the process of a module: `node child.ts FOLDER BACKEND`. It imports the module's code
 * and does what it is asked over its standard streams, until they close.
 */
import { Console } from 'node:console';
import type { BackendName } from '@orangery/schemas';
import { startBackend } from '../../compute/backend.ts';
import { Peer } from '../wire/peer.ts';
import { describeError } from './describe-error.ts';
import { duties } from './duties.ts';
import { restrictImports } from './import-rules.ts';

const mostBytes = 4 * 1024 ** 3;
const [folder = '', backend = 'wasm'] = process.argv.slice(2);

// standard output is for messages: whatever the code prints goes to standard error
const { stdin, stdout, stderr } = process;
globalThis.console = new Console(stderr);
Object.defineProperty(process, 'stdout', { value: stderr });

await startBackend(backend as BackendName);
restrictImports(folder);
const peer: Peer = new Peer({
  input: stdin,
  output: stdout,
  handlers: duties(folder, async (method, value) => peer.call(method, value)),
  mostBytes,
  describe: (error) => describeError(error, folder),
});
await peer.closed;
// timers of the code would keep it alive after the process that it works for
process.exit();
