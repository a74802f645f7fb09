import { linkInstalled } from './link-installed.ts';

// started by the shim, in the folder whose packages are wanted
const [, , toolFolder = ''] = process.argv;
const count = await linkInstalled(toolFolder, process.cwd());
if (count === null) process.exitCode = 1;
else process.stdout.write(`linked ${count} packages of ${toolFolder}\n`);
