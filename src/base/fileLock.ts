import { createHash, randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isJsonObject, type JsonValue } from "./json";

/** The right to act on one deletion; held by one window at a time. */
export interface FileLock {
  /**
   * Says that the holder is still there, at least every {@link lockExpiry} / 3; resolves to false
   * once another window has taken over, as after the machine has slept.
   */
  renew(): Promise<boolean>;
  /** Synchronous, so that a closing window can still do it. */
  release(): void;
}

/** Milliseconds after which an unrenewed claim is taken to be dead. */
export const lockExpiry = 30_000;

/**
 * Takes the right to act on a deletion, or undefined while another window holds it. A claim whose
 * process is gone, or that has not been renewed, is taken over.
 *
 * @param folder shared by all windows; made where it is missing.
 * @throws when the disk refuses.
 */
export async function acquireLock(folder: string, deletion: string): Promise<FileLock | undefined> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, createHash("sha256").update(deletion).digest("hex"));
  const owner = JSON.stringify({ pid: process.pid, host: hostname(), nonce: randomUUID() });
  if (await create(file, owner)) {
    return claimOf(file, owner);
  }
  const dead = await abandonedOwner(file);
  return dead !== undefined && (await bury(file, dead)) && (await create(file, owner))
    ? claimOf(file, owner)
    : undefined;
}

function claimOf(file: string, owner: string): FileLock {
  return {
    renew: async () => {
      if ((await ownerOf(file)) !== owner) {
        return false;
      }
      const now = new Date();
      await utimes(file, now, now);
      return true;
    },
    release: () => {
      try {
        if (readFileSync(file, "utf8") === owner) {
          rmSync(file, { force: true });
        }
      } catch {
        // There is none any more.
      }
    },
  };
}

async function create(file: string, owner: string): Promise<boolean> {
  try {
    await writeFile(file, owner, { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  }
}

/**
 * Moves a dead claim away. Of two windows that found it dead, the slower one may move the fresh
 * claim of the faster one instead; it sees that and puts it back.
 */
async function bury(file: string, dead: string): Promise<boolean> {
  const grave = `${file}.${randomUUID()}`;
  try {
    await rename(file, grave);
  } catch {
    return false;
  }
  const moved = await ownerOf(grave);
  if (moved !== dead) {
    await link(grave, file).catch(() => undefined);
  }
  await rm(grave, { force: true });
  return moved === dead;
}

async function ownerOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Who held a claim that nobody stands behind any more; undefined while somebody does. */
async function abandonedOwner(file: string): Promise<string | undefined> {
  const text = await ownerOf(file);
  if (text === undefined) {
    return undefined;
  }
  try {
    const { mtimeMs } = await stat(file);
    const owner = JSON.parse(text) as JsonValue;
    const gone =
      isJsonObject(owner) &&
      owner["host"] === hostname() &&
      typeof owner["pid"] === "number" &&
      !isAlive(owner["pid"]);
    return gone || Date.now() - mtimeMs > lockExpiry ? text : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: there is such a process, of another person.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
