import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { JsonValue } from "../base/json";
import type { Logger } from "../base/logger";
import { day } from "../base/durations";
import { acquireLock, type FileLock } from "../base/fileLock";
import type { Disposable } from "../base/listeners";
import { watchFolder } from "../base/watchFolder";
import { replaceFile } from "../base/replaceFile";
import type { Operation } from "./operation";

/** How long ended operations are kept, in milliseconds. */
export const keptFor = 30 * day;

/**
 * Operations on disk: one file each, replaced atomically, so that a crash leaves the state before
 * or after. Windows share the folder; locks keep them apart.
 */
export class OperationStore {
  constructor(
    private readonly folder: string,
    private readonly logger: Logger,
  ) {}

  /** @throws when the disk refuses; then no request that depends on it may be sent. */
  async save(operation: Operation): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await replaceFile(this.#file(operation.id), JSON.stringify(operation));
  }

  /** All readable operations, oldest first. Unreadable files are logged and left in place. */
  async load(): Promise<readonly Operation[]> {
    let names: string[];
    try {
      names = await readdir(this.folder);
    } catch {
      return [];
    }
    const found: Operation[] = [];
    for (const name of names.filter((candidate) => candidate.endsWith(".json"))) {
      const operation = await this.#read(name);
      if (operation === undefined) {
        continue;
      }
      if (operation.endedAt !== undefined && Date.now() - operation.endedAt > keptFor) {
        await this.remove(operation.id);
      } else {
        found.push(operation);
      }
    }
    return found.sort((left, right) => left.startedAt - right.startedAt);
  }

  /** One operation as it is on disk now; undefined where missing or unreadable. */
  async find(id: string): Promise<Operation | undefined> {
    return this.#read(`${id}.json`);
  }

  /** Removes its file; a missing file is ignored. */
  async remove(id: string): Promise<void> {
    await rm(this.#file(id), { force: true });
  }

  /** The lock on a deletion; undefined while another window holds it. */
  claim(deletion: string): Promise<FileLock | undefined> {
    return acquireLock(join(this.folder, "claims"), deletion);
  }

  /**
   * Reports which operations' files change, in any window.
   *
   * @param onChange gets ids; undefined where any may have changed.
   */
  watch(onChange: (ids: readonly string[] | undefined) => void): Disposable {
    return watchFolder(
      this.folder,
      (names) => {
        onChange(names && idsOf(names, ".json"));
      },
      this.logger,
    );
  }

  async #read(name: string): Promise<Operation | undefined> {
    try {
      const value = JSON.parse(await readFile(join(this.folder, name), "utf8")) as JsonValue;
      // Loaded only where something is stored, to keep activation fast.
      const { isStoredOperation } = await import("./operationSchema");
      // The id becomes a file name, so a mismatch could lead to another path.
      if (isStoredOperation(value) && `${value.id}.json` === name) {
        return value;
      }
      this.logger.warn("A stored operation is not of this version and is left alone.");
    } catch (error) {
      if (isMissing(error)) {
        return undefined;
      }
      this.logger.warn("A stored operation could not be read and is left alone.");
      this.logger.trace(String(error));
    }
    return undefined;
  }

  #file(id: string): string {
    return join(this.folder, `${id}.json`);
  }
}

/** The ids of the files with an ending. */
export function idsOf(names: ReadonlySet<string>, ending: string): readonly string[] {
  return [...names].flatMap((name) =>
    name.endsWith(ending) ? [name.slice(0, -ending.length)] : [],
  );
}

/** Whether reading failed because the file doesn't exist, for example because it was removed. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
