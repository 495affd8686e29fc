import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { arrayAt, isJsonObject, stringAt, type JsonObject, type JsonValue } from "../../base/json";
import type { Logger } from "../../base/logger";
import type { BatchHeader, JournalLine } from "./batch";
import { acquireLock, type FileLock } from "../../base/fileLock";
import { keptFor, replaceFile } from "../operationStore";
import type { Plan } from "../../services/plan";

/** A batch as it is on disk. */
export interface StoredBatch {
  readonly header: BatchHeader;
  readonly journal: readonly JournalLine[];
}

/**
 * Batches on disk, three files each: the plans and then the header, written once, and a journal to
 * which a line is added for each that ends. Nothing is written again as a whole, however many there
 * are.
 */
export class BatchStore {
  readonly #known = new Map<string, { readonly size: number; readonly stored: StoredBatch }>();

  constructor(
    private readonly folder: string,
    private readonly logger: Logger,
  ) {}

  /** @throws when the disk refuses; then nothing may be sent. */
  async create(header: BatchHeader, plans: readonly Plan[]): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await replaceFile(this.#plans(header.id), JSON.stringify(plans));
    await writeFile(this.#journal(header.id), "", { mode: 0o600 });
    await replaceFile(this.#header(header.id), JSON.stringify(header));
  }

  /** @throws when the disk refuses; then the operations themselves have to stay. */
  async append(id: string, lines: readonly JournalLine[]): Promise<void> {
    // What a crash has cut off must not swallow the line that comes after it.
    const text = lines.map((line) => `\n${JSON.stringify(line)}`).join("");
    await appendFile(this.#journal(id), text, { mode: 0o600 });
  }

  /** All that can be read, oldest first. */
  async load(): Promise<readonly StoredBatch[]> {
    const found: StoredBatch[] = [];
    for (const name of await this.#names()) {
      const stored = await this.#read(name.slice(0, -headerEnding.length));
      if (stored === undefined) {
        continue;
      }
      const endedAt = endOf(stored);
      if (endedAt !== undefined && Date.now() - endedAt > keptFor) {
        await this.remove(stored.header.id);
      } else {
        found.push(stored);
      }
    }
    return found.sort((left, right) => left.header.startedAt - right.header.startedAt);
  }

  /** One batch as it is on disk now; undefined where it is not there or cannot be read. */
  async find(id: string): Promise<StoredBatch | undefined> {
    return this.#read(id);
  }

  /** @throws where they cannot be read. */
  async plans(id: string): Promise<readonly Plan[]> {
    const value = JSON.parse(await readFile(this.#plans(id), "utf8")) as JsonValue;
    if (!Array.isArray(value) || !value.every(isPlan)) {
      throw new Error("The plans of a batch are not of this version.");
    }
    return value;
  }

  /** Removes its files; nothing happens where they are gone. */
  async remove(id: string): Promise<void> {
    for (const file of [this.#header(id), this.#plans(id), this.#journal(id)]) {
      await rm(file, { force: true });
    }
    this.#known.delete(id);
  }

  /** The right to carry a batch out, or undefined while another window has it. */
  claim(id: string): Promise<FileLock | undefined> {
    return acquireLock(join(this.folder, "claims"), id);
  }

  async #names(): Promise<readonly string[]> {
    try {
      return (await readdir(this.folder)).filter((name) => name.endsWith(headerEnding));
    } catch {
      return [];
    }
  }

  async #read(id: string): Promise<StoredBatch | undefined> {
    try {
      const { size } = await stat(this.#journal(id));
      const known = this.#known.get(id);
      if (known?.size === size) {
        return known.stored;
      }
      const header = JSON.parse(await readFile(this.#header(id), "utf8")) as JsonValue;
      // Its id is where its files are written to and removed from: it must not lead anywhere else.
      if (isHeader(header) && header.id === id) {
        const text = await readFile(this.#journal(id), "utf8");
        const stored = { header, journal: text.split("\n").flatMap(lineOf) };
        this.#known.set(id, { size, stored });
        return stored;
      }
      this.logger.warn("A stored batch is not of this version and is left alone.");
    } catch (error) {
      this.logger.warn("A stored batch could not be read and is left alone.");
      this.logger.trace(String(error));
    }
    return undefined;
  }

  #header(id: string): string {
    return join(this.folder, `${id}${headerEnding}`);
  }

  #plans(id: string): string {
    return join(this.folder, `${id}.plans.json`);
  }

  #journal(id: string): string {
    return join(this.folder, `${id}.jsonl`);
  }
}

const headerEnding = ".batch.json";

/** When it ended; undefined where it has not. */
export function endOf({ journal }: StoredBatch): number | undefined {
  return journal.flatMap((line) => ("endedAt" in line ? [line.endedAt] : [])).at(-1);
}

/** A line that a crash has cut off is none. */
function lineOf(text: string): readonly JournalLine[] {
  try {
    const line = JSON.parse(text) as JsonValue;
    if (
      isJsonObject(line) &&
      (isMemberEnd(line) ||
        typeof line["endedAt"] === "number" ||
        typeof line["stopped"] === "string")
    ) {
      return [line as unknown as JournalLine];
    }
  } catch {
    // It is read as not being there: what it was about is found out again.
  }
  return [];
}

function isMemberEnd({ member, outcome, ...said }: JsonObject): boolean {
  const { name, noun, reason, note, code } = said;
  return (
    typeof member === "number" &&
    typeof outcome === "string" &&
    ["succeeded", "failed", "uncertain", "notSent"].includes(outcome) &&
    [name, noun, reason, note, code].every((one) => one === undefined || typeof one === "string")
  );
}

function isHeader(value: JsonValue): value is JsonValue & BatchHeader {
  return (
    isJsonObject(value) &&
    value["schema"] === 1 &&
    stringAt(value, "id") !== undefined &&
    stringAt(value, "action") !== undefined &&
    typeof value["startedAt"] === "number" &&
    typeof value["total"] === "number"
  );
}

function isPlan(value: JsonValue): value is JsonValue & Plan {
  return (
    stringAt(value, "subject", "deletion") !== undefined &&
    stringAt(value, "action") !== undefined &&
    arrayAt(value, "steps").length > 0
  );
}
