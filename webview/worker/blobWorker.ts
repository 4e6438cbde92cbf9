/**
 * Starts a worker from text. In a webview there is no other way: a worker's URL must be of the page's own origin,
 * which only a Blob's is. The Blob inherits the page's policy: no eval, no network.
 */
export function startBlobWorker(name: string, parts: readonly string[]): Worker {
  const url = URL.createObjectURL(new Blob([...parts], { type: "text/javascript" }));
  const worker = new Worker(url, { name });
  // The worker has its script once it sent anything; only then may the URL go.
  const release = () => URL.revokeObjectURL(url);
  worker.addEventListener("message", release, { once: true });
  worker.addEventListener("error", release, { once: true });
  return worker;
}
