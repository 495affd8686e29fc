import { createHash, randomUUID } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isJsonObject, type JsonValue } from "./json";

/** The right to act on one deletion; held by one window at a time. */
export interface FileLock {
  /**
   * Keeps the lock alive; call at least every {@link lockExpiry} / 3. Resolves to false once
   * another window has taken over, for example after the machine has slept.
   */
  renew(): Promise<boolean>;
  /** Synchronous, so that a closing window can still call it. */
  release(): void;
}

/** Milliseconds after which a lock that isn't renewed counts as abandoned. */
export const lockExpiry = 30_000;

/**
 * Acquires the lock on a deletion; undefined while another window holds it. A lock whose process
 * has ended, or that hasn't been renewed, is taken over.
 *
 * @param folder shared by all windows; created where missing.
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
        // The lock file is already gone.
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
 * Moves an abandoned lock away. When two windows do this at once, the slower one may move the new
 * lock of the faster one; it notices and puts it back.
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

/** The content of an abandoned lock; undefined while the lock is held. */
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
    // EPERM: the process exists and belongs to another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
