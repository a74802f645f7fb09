import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findAddOn, loadAddOn } from '../../../../runner/src/compute/backends/add-on.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const packageFiles = {
  'node_modules/orangery-add-on/package.json': '{"name":"orangery-add-on","main":"index.js"}',
  'node_modules/orangery-add-on/index.js': "exports.core = require('@tensorflow/tfjs-core');",
  'node_modules/@tensorflow/tfjs-core/package.json': '{"name":"core","main":"index.js"}',
  'node_modules/@tensorflow/tfjs-core/index.js': 'exports.isAnother = true;',
};

describe('an add-on', () => {
  it('is loaded from its folder and shares our copy of TensorFlow.js', async () => {
    const addOnFolder = await tempFolder(packageFiles);
    const addOn = loadAddOn('orangery-add-on', { addOnFolder });
    expect(addOn).toHaveProperty('core.version_core', tf.version_core);
    expect(addOn).not.toHaveProperty('core.isAnother');
  });

  it('is found by NODE_PATH too', async () => {
    const folder = await tempFolder(packageFiles);
    const file = new URL('../../../../runner/src/compute/backends/add-on.ts', import.meta.url);
    const code = `import { findAddOn } from '${file}'; console.log(findAddOn('orangery-add-on', {}));`;
    const options = ['--input-type=module', '-e', code];
    const env = { NODE_PATH: join(folder, 'node_modules') };
    const { stdout } = await promisify(execFile)(process.execPath, options, { env });
    expect(stdout).toContain(join(folder, 'node_modules/orangery-add-on/index.js'));
  });

  it('is missing where it is not installed', () => {
    expect(findAddOn('orangery-no-such-add-on', {})).toBeUndefined();
    expect(() => loadAddOn('orangery-no-such-add-on', {})).toThrow(
      'orangery-no-such-add-on is not installed',
    );
  });

  it('fails with its own error when it is broken', async () => {
    const addOnFolder = await tempFolder({
      'node_modules/orangery-broken/package.json': '{"main":"index.js"}',
      'node_modules/orangery-broken/index.js': "throw new Error('its library does not fit');",
    });
    expect(() => loadAddOn('orangery-broken', { addOnFolder })).toThrow('its library does not fit');
  });
});
