import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, type JsonValue } from "../../base/json";
import { day } from "../../base/durations";
import { acquireLock } from "../../base/fileLock";
import { replaceFile } from "../../operations/operationStore";

/** A deletion that somebody may have to be told of before its time is up. */
export interface Notice {
  /** From `deletionKey`. */
  readonly deletion: string;
  /** Milliseconds since the epoch. */
  readonly purgeAt: number;
}

interface Told {
  readonly purgeAt: number;
  /** When to tell again, in milliseconds since the epoch; undefined for never. */
  readonly again?: number;
}

/** What was told is forgotten so long after it is gone: another window's clock may be late. */
const kept = day;

/**
 * Whom it has been told that something is about to be gone: one file for all windows, so that each
 * deletion is told of once, in one of them, whichever is reloaded.
 */
export class ShownNotices {
  constructor(private readonly folder: string) {}

  /**
   * Those that have to be told of now, which are written down as told; undefined while another window
   * has the book.
   *
   * @throws when the disk refuses.
   */
  async take(candidates: readonly Notice[], now: number): Promise<readonly Notice[] | undefined> {
    return this.#write(now, (told) => {
      const due = candidates.filter(({ deletion }) => {
        const known = told.get(deletion);
        return known === undefined || (known.again ?? Infinity) <= now;
      });
      for (const { deletion, purgeAt } of due) {
        told.set(deletion, { purgeAt });
      }
      return due;
    });
  }

  /** Resolves to whether it is written down; not while another window has the book. */
  async snooze(notices: readonly Notice[], until: number, now: number): Promise<boolean> {
    const done = await this.#write(now, (told) => {
      for (const { deletion, purgeAt } of notices) {
        told.set(deletion, { purgeAt, again: until });
      }
      return true;
    });
    return done ?? false;
  }

  async #write<T>(now: number, change: (told: Map<string, Told>) => T): Promise<T | undefined> {
    await mkdir(this.folder, { recursive: true });
    const lock = await acquireLock(this.folder, "notices");
    if (lock === undefined) {
      return undefined;
    }
    try {
      const before = await this.#read();
      const told = new Map([...before].filter(([, { purgeAt }]) => purgeAt + kept > now));
      const result = change(told);
      const text = JSON.stringify(Object.fromEntries(told));
      if (text !== JSON.stringify(Object.fromEntries(before))) {
        await replaceFile(this.#file, text);
      }
      return result;
    } finally {
      lock.release();
    }
  }

  get #file(): string {
    return join(this.folder, "told.json");
  }

  /** A file that cannot be read, or was written by somebody else, has told nothing. */
  async #read(): Promise<ReadonlyMap<string, Told>> {
    const told = new Map<string, Told>();
    try {
      const read = JSON.parse(await readFile(this.#file, "utf8")) as JsonValue;
      for (const [deletion, entry] of isJsonObject(read) ? Object.entries(read) : []) {
        if (isJsonObject(entry) && typeof entry["purgeAt"] === "number") {
          const { purgeAt, again } = entry;
          told.set(deletion, { purgeAt, ...(typeof again === "number" ? { again } : {}) });
        }
      }
    } catch {
      // There is none yet.
    }
    return told;
  }
}
