import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a program was started with, without its own name. */
export interface Call {
  readonly program: string;
  readonly arguments: readonly string[];
}

/**
 * Runs texts in one bash, in which `az` and `curl` are programs that write down what they are given
 * and do nothing else.
 *
 * @param prints what they print.
 * @param fails a pattern of bash, of the arguments in one line, for which they fail.
 * @returns for each text what was started, and whether it ended well.
 */
export function runInBash(
  texts: readonly string[],
  {
    fails = "",
    prints = "",
    environment = {},
  }: { fails?: string; prints?: string; environment?: NodeJS.ProcessEnv } = {},
): readonly { readonly calls: readonly Call[]; readonly succeeded: boolean }[] {
  const folder = mkdtempSync(join(tmpdir(), "commands-"));
  try {
    const record = join(folder, "record");
    for (const program of ["az", "curl"]) {
      const file = join(folder, program);
      writeFileSync(
        file,
        `#!/bin/bash\nprintf '%s\\0' call ${program} "$#" "$@" >> "$RECORD"\n[[ -n "$FAILS" && "$*" == $FAILS ]] && exit 1\nprintf '%s' "$PRINTS"\nexit 0\n`,
      );
      chmodSync(file, 0o755);
    }
    const script = join(folder, "script.sh");
    writeFileSync(
      script,
      [
        "sleep() { :; }",
        ...texts.map((text) => `${text}\nprintf '%s\\0' end "$?" >> "$RECORD"`),
      ].join("\n"),
    );
    execFileSync("bash", [script], {
      env: {
        ...process.env,
        PATH: `${folder}:${process.env["PATH"] ?? ""}`,
        RECORD: record,
        FAILS: fails,
        PRINTS: prints,
        ...environment,
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    return read(readFileSync(record, "utf8").split("\0"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function read(fields: readonly string[]) {
  const runs: { calls: Call[]; succeeded: boolean }[] = [];
  let calls: Call[] = [];
  for (let at = 0; at < fields.length - 1;) {
    if (fields[at] === "end") {
      runs.push({ calls, succeeded: fields[at + 1] === "0" });
      calls = [];
      at += 2;
    } else {
      const count = Number(fields[at + 2]);
      calls.push({
        program: fields[at + 1] ?? "",
        arguments: fields.slice(at + 3, at + 3 + count),
      });
      at += 3 + count;
    }
  }
  return runs;
}

/** What bash makes of words, each of which must be one word to it. */
export function readByBash(words: readonly string[]): readonly string[] {
  const output = execFileSync("bash", { input: `printf '%s\\0' ${words.join(" ")}` });
  return output.toString("utf8").split("\0").slice(0, -1);
}

/**
 * What PowerShell makes of one argument, as far as it may be made of strings in single quotes and
 * of characters by their number: written from the language's specification, since there is no
 * PowerShell to ask here. Throws at anything else, such as a variable or a double quote.
 * Source: learn.microsoft.com/powershell/scripting/lang-spec/chapter-02#2352-string-literals
 */
export function readByPowershell(argument: string): string {
  let rest = argument;
  const take = (pattern: RegExp): string => {
    const found = new RegExp(`^(?:${pattern.source})`, "u").exec(rest);
    if (found === null) {
      throw new Error(`PowerShell would read ${rest} in ${argument} as something else.`);
    }
    rest = rest.slice(found[0].length);
    return found[0];
  };
  const quote = "['\u2018\u2019\u201a\u201b]";
  const string = new RegExp(`${quote}(?:[^'\u2018\u2019\u201a\u201b]|${quote}${quote})*${quote}`);
  const operand = (): string => {
    if (rest.startsWith("[char]")) {
      const [, unit = ""] = /0x([\da-f]{4})/.exec(take(/\[char\]0x[\da-f]{4}/)) ?? [];
      return String.fromCharCode(Number.parseInt(unit, 16));
    }
    // Of two quotes in a row, the second is the one that counts.
    return take(string)
      .slice(1, -1)
      .replace(new RegExp(`${quote}(${quote})`, "gu"), "$1");
  };
  const sum = (): string => {
    take(/\(/);
    // A string first, or the sum would be one of numbers.
    let text = rest.startsWith("[char]") ? take(/a string/) : operand();
    while (!rest.startsWith(")")) {
      take(/ \+ /);
      text += operand();
    }
    take(/\)/);
    return text;
  };
  const text = rest.startsWith("(") ? sum() : operand();
  take(/$/);
  return text;
}
