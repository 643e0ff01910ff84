// `node scripts/tensorflow.mjs`: fetches TensorFlow for the tests of its engine and prints the folder it lies in.
import { ensureTensorFlow } from './lib/tensorflow.mjs';
import { SetupError, say } from './lib/workspace.mjs';

try {
  console.log(await ensureTensorFlow());
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
