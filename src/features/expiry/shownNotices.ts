import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isJsonObject, type JsonValue } from "../../base/json";
import { day } from "../../base/durations";
import { acquireLock } from "../../base/fileLock";
import { replaceFile } from "../../base/replaceFile";

/** A deletion that a person may be notified of before it expires. */
export interface Notice {
  /** From `deletionKey`. */
  readonly deletion: string;
  /** Milliseconds since the epoch. */
  readonly purgeAt: number;
}

interface Told {
  readonly purgeAt: number;
  /** When to show the notice again, in milliseconds since the epoch; undefined for never. */
  readonly again?: number;
}

/** How long a notice is remembered after the expiry: another window's clock may be late. */
const kept = day;

/**
 * Which expiry notices were shown: one file for all windows, so that each deletion is announced once,
 * in one of them, also after a reload.
 */
export class ShownNotices {
  constructor(private readonly folder: string) {}

  /**
   * The notices that are due now, which are recorded as shown; undefined while another window has the
   * file.
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

  /** Resolves to whether it is recorded; false while another window has the file. */
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

  /** A file that cannot be read or parsed counts as empty. */
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
      // There is no file yet.
    }
    return told;
  }
}
