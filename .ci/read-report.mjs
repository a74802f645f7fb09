// Prints how many tests of vitest's report passed and failed, and adds to a file what failed:
// node read-report.mjs REPORT FAILURES. Runs with the Node of the machine, before npm has installed another.
import { appendFileSync, readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';

const [report, failures] = argv.slice(2);
const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
let failedFiles = 0;
for (const file of testResults) {
  const failed = file.assertionResults.filter(({ status }) => status === 'failed');
  for (const test of failed) {
    const reason = (test.failureMessages[0] ?? '').split('\n').slice(0, 3).join('\n    ');
    appendFileSync(failures, `${file.name}: ${test.fullName}\n    ${reason}\n`);
  }
  if (file.status === 'failed' && failed.length === 0) {
    failedFiles += 1;
    const reason =
      file.message || 'failed before or after its tests; what was printed above says why';
    appendFileSync(failures, `${file.name}: ${reason}\n`);
  }
}
stdout.write(`${numPassedTests} ${numFailedTests + failedFiles}\n`);
