import * as vscode from "vscode";
import { ArmError } from "../azure/errors";
import type { Explain } from "../services/errors/errorTable";
import { rowCommandIds, type CommandId } from "../ui/ids";
import { nodeOf } from "../ui/treeRows";
import { reportFailure } from "./reportFailure";

/** What a command does with what VS Code hands it: a row, and all selected rows. */
export type CommandHandler = (...given: readonly unknown[]) => Promise<void>;

/** The commands' handlers. VS Code knows the ids from activation on; features add what they do. */
export class CommandRegistry {
  readonly #handlers = new Map<CommandId, CommandHandler>();

  constructor(
    private readonly log: vscode.LogOutputChannel,
    private readonly explain: Explain,
  ) {}

  /** @throws when the command has a handler already. */
  register(id: CommandId, handler: CommandHandler): void {
    if (this.#handlers.has(id)) {
      throw new Error(`${id} has two handlers.`);
    }
    this.#handlers.set(id, handler);
  }

  get ids(): readonly CommandId[] {
    return [...this.#handlers.keys()];
  }

  /**
   * Runs a command. A failure reaches the person as one sentence, and the log with its stack.
   *
   * @param given what VS Code or another extension hands over.
   */
  async run(id: CommandId, given: readonly unknown[]): Promise<void> {
    if (isRowLost(id, given)) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t(
          "The list changed while the menu was open, so nothing was done. Choose again.",
        ),
      );
      return;
    }
    try {
      const handler = this.#handlers.get(id);
      if (handler === undefined) {
        throw new Error(`${id} has no handler.`);
      }
      await handler(...given.map(nodesOf));
    } catch (error) {
      await this.#report(id, error);
    }
  }

  async #report(id: CommandId, error: unknown): Promise<void> {
    const { log } = this;
    if (error instanceof vscode.CancellationError) {
      return;
    }
    log.error(`${id}: ${error instanceof ArmError ? error.failure.kind : nameOf(error)}`);
    log.trace(error instanceof Error ? (error.stack ?? error.message) : String(error));
    await reportFailure(id, error, this.explain, () => {
      log.show();
    });
  }
}

/** The class of an error; its message may name the person's resources. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** Replaces rows by their nodes in the arguments of VS Code. */
function nodesOf(argument: unknown): unknown {
  return Array.isArray(argument) ? argument.map(nodeOf) : nodeOf(argument);
}

/**
 * VS Code forgets rows while a list is redrawn; a menu that was open meanwhile hands over nothing
 * in place of its row. The palette and keys hand over no argument at all.
 */
function isRowLost(id: string, given: readonly unknown[]): boolean {
  return rowCommandIds.has(id) && given.length > 0 && given[0] === undefined;
}
