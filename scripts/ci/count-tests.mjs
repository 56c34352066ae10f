// count-tests.mjs REPORT STATUS: prints how many tests passed and failed, from vitest's JSON report and the exit status of its run.
import { existsSync, readFileSync } from 'node:fs';

const [path, status] = process.argv.slice(2);
if (!existsSync(path)) {
  process.stderr.write('the tests did not run: see the messages above\n');
  process.exit(1);
}
const { numPassedTests, testResults } = JSON.parse(readFileSync(path, 'utf8'));
const failures = testResults.map(file => {
  const failed = file.assertionResults.filter(test => test.status === 'failed').length;
  // A file that broke outside its tests (in an import, in a hook) counts as one.
  return file.status === 'failed' ? Math.max(1, failed) : failed;
});
const failed = failures.reduce((sum, count) => sum + count, 0);
const skipped = testResults.flatMap(file => file.assertionResults.filter(test => test.status === 'skipped'));
for (const { fullName } of skipped) process.stderr.write(`skipped: ${fullName}\n`);
// A run can fail without a failed test, for example by an error that nobody caught.
process.stdout.write(`${numPassedTests} ${status === '0' ? failed : Math.max(1, failed)}\n`);
