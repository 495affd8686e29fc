import { randomUUID } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** Replaces a file atomically; only its owner can read it. @throws when the disk refuses. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}.tmp`;
  await writeFile(draft, text, { mode: 0o600 });
  await replace(draft, file);
}

/**
 * Retries, because Windows refuses to replace a file that another program, such as a virus scanner,
 * has open.
 */
async function replace(draft: string, file: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await rename(draft, file);
      return;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (attempt >= 10 || !["EPERM", "EACCES", "EBUSY"].includes(String(code))) {
        throw error;
      }
      await delay(200);
    }
  }
}
