import { parentPort } from 'node:worker_threads';
import { compute, type Question } from './compute.ts';

/** Answers question after question, beside the process whose event loop must not wait for resampling. */
parentPort!.on('message', (question: Question) => {
  try {
    parentPort!.postMessage({ results: compute(question) });
  } catch (error) {
    parentPort!.postMessage({ error });
  }
});
