import { watch } from "node:fs";
import { mkdir } from "node:fs/promises";
import type { Disposable } from "./listeners";
import type { Logger } from "./logger";

/** Changes come in bursts and are reported together, in milliseconds after the first one. */
const burst = 500;
/** How often changes are assumed where the system can't watch the folder, in milliseconds. */
const pollInterval = 2500;

/**
 * Reports changes of a folder's files by any process.
 *
 * @param folder created where missing; subfolders aren't watched.
 * @param onChange gets the names of the changed files; undefined where any may have changed.
 */
export function watchFolder(
  folder: string,
  onChange: (names: ReadonlySet<string> | undefined) => void,
  logger: Logger,
): Disposable {
  const disposing = new AbortController();
  let changed: Set<string> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const report = (name: string): void => {
    changed = (changed ?? new Set()).add(name);
    timer ??= setTimeout(() => {
      timer = undefined;
      const names = changed;
      changed = undefined;
      onChange(names);
    }, burst);
  };
  const poll = (error: unknown): void => {
    if (disposing.signal.aborted) {
      return;
    }
    logger.warn("A folder can't be watched, so it is polled.");
    logger.trace(String(error));
    const polling = setInterval(() => {
      onChange(undefined);
    }, pollInterval);
    disposing.signal.addEventListener("abort", () => {
      clearInterval(polling);
    });
  };
  mkdir(folder, { recursive: true })
    .then(() => {
      if (!disposing.signal.aborted) {
        const options = { persistent: false, signal: disposing.signal };
        watch(folder, options, (_, name) => {
          report(name ?? "");
        }).on("error", poll);
      }
    })
    .catch(poll);
  return {
    dispose: () => {
      clearTimeout(timer);
      disposing.abort();
    },
  };
}
