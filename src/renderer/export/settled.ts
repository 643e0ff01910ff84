import { allAnswered } from '../lenses/probe/latest';

/** The longest that a frame waits for answers, in milliseconds. */
const PATIENCE = 15_000;

const frame = (): Promise<void> =>
  new Promise((done) => {
    // A window that is covered draws no frames.
    const timer = setTimeout(done, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      done();
    });
  });

/** Resolves when the lenses have drawn what the present settings ask for. Rejects with a sentence when that takes too long. */
export async function settled(): Promise<void> {
  const start = performance.now();
  await frame();
  await frame();
  while (!allAnswered()) {
    if (performance.now() - start > PATIENCE)
      throw new Error('The model did not answer in time; pause the training and export again.');
    await frame();
  }
  await frame();
}
