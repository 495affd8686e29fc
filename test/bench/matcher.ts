import { ConflictParser } from "../../src/features/nameLookup/conflictParser";
import { services } from "../../src/services/index";
import { capturedMessages } from "../unit/features/nameLookup/capturedMessages";
import { atLeast, limited, median, type Row } from "./table";

const parser = new ConflictParser(services);
const MEGABYTE = 1_000_000;

/** MB/s: ten megabytes of a build in a tenth of a second, and in two where every line is a conflict. */
const SLOWEST = 100;
const SLOWEST_OF_CONFLICTS = 5;
/** What a person does not notice. */
const LONGEST = 100;

/** What looking for conflicts in a terminal costs, line by line as VS Code hands them over. */
export function matcherRows(): readonly Row[] {
  const messages = capturedMessages.flatMap(({ text }) => text.split("\n"));
  const log = Array.from(
    { length: 100 },
    (_, at) =>
      `2026-03-01T12:00:00.${String(at).padStart(3, "0")}Z module.network.azurerm_subnet.this["snet-${at}"]: Still creating... [${at}0s elapsed]`,
  );
  const bytes = String.fromCharCode(...Array.from({ length: 256 }, (_, at) => at));
  return [
    rate("build output, 10 MB", lines(log, 10), SLOWEST),
    rate("messages of conflicts, 10 MB", lines(messages, 10), SLOWEST_OF_CONFLICTS),
    longest("one line of 1 MB", "a/b ".repeat(MEGABYTE / 4)),
    longest("one line of 1 MB, binary", bytes.repeat(MEGABYTE / 256)),
    longest("one line of 1 MB, ids", "/subscriptions/a/providers/b/".repeat(MEGABYTE / 29)),
    longest("one line of 1 MB, conflicts", messages.join(" ").repeat(200).slice(0, MEGABYTE)),
  ];
}

/** So many megabytes of them, in turns. */
function lines(some: readonly string[], megabytes: number): readonly string[] {
  const all: string[] = [];
  for (let length = 0, at = 0; length < megabytes * MEGABYTE; at += 1) {
    const line = some[at % some.length] ?? "";
    all.push(line);
    length += line.length + 1;
  }
  return all;
}

function rate(name: string, all: readonly string[], slowest: number): Row {
  const length = all.reduce((sum, line) => sum + line.length + 1, 0);
  const milliseconds = timed(() => {
    for (const line of all) {
      parser.conflictsIn(line);
    }
  });
  return atLeast(`terminal: ${name}`, length / 1000 / milliseconds, "MB/s", slowest);
}

function longest(name: string, line: string): Row {
  return limited(
    `terminal: ${name}`,
    timed(() => parser.conflictsIn(line)),
    "ms",
    LONGEST,
  );
}

function timed(work: () => unknown): number {
  return median(
    Array.from({ length: 5 }, () => {
      const began = performance.now();
      work();
      return performance.now() - began;
    }),
  );
}
