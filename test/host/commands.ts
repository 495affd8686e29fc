import { spawn } from "node:child_process";

/** How a finished command ended, with everything it said. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** Where and with what environment a command runs. */
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A failure already worded for the person at the terminal: print the message, not the stack. */
export class HostError extends Error {
  override readonly name = "HostError";
}

/** Runs a command to its end without a shell and collects what it printed. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", (error) => resolve({ code: 127, output: error.message }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** The last lines of a command's output, for an error message that stays readable. */
export function tail(output: string, lines = 15): string {
  return output
    .trimEnd()
    .split("\n")
    .slice(-lines)
    .map((line) => `  ${line}`)
    .join("\n");
}
