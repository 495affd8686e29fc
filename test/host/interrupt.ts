const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const ORPHANED = 129;
const PARENT_POLL_MS = 500;

/**
 * Runs `close` once on Ctrl-C, SIGTERM, a closed terminal or the death of the process that started
 * this one, then ends this process with the exit code a shell expects. Answers a function that
 * takes the handlers away again.
 */
export function onInterrupt(close: () => Promise<void>): () => void {
  let closing = false;
  const end = (code: number) => {
    if (!closing) {
      closing = true;
      void close().finally(() => process.exit(code));
    }
  };
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => {
    const handler = () => {
      end(code);
    };
    process.on(signal, handler);
    return () => process.off(signal, handler);
  });
  // A test runner that is killed sends its children nothing.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) {
      end(ORPHANED);
    }
  }, PARENT_POLL_MS);
  watch.unref();
  return () => {
    clearInterval(watch);
    handlers.forEach((remove) => remove());
  };
}
