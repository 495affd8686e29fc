import * as vscode from "vscode";
import type { Account } from "../../account/account";
import type { Clock } from "../../base/clock";
import type { Disposable } from "../../base/listeners";
import type { Targets } from "../../commands/targets";
import type { CommandRegistry } from "../../commands/commandRegistry";
import type { SoftDeleteService } from "../../services/service";
import { commandIds } from "../../ui/ids";
import { onDidChangeSetting, settings } from "../../ui/settings";
import type { FileChecks } from "./fileChecks";
import { kindOf } from "./openDocuments";

/** The files that a window opens with are checked once it has started. */
const startDelay = 1_000;

export interface FileCheckOptions {
  readonly account: Account;
  readonly targets: Targets;
  readonly services: () => readonly SoftDeleteService[];
  readonly clock: Clock;
  readonly log: vscode.LogOutputChannel;
}

/** Checks open templates for names that deleted resources hold, while the setting allows it. */
export function activateFileChecks(
  commands: CommandRegistry,
  { account, targets, services, clock, log }: FileCheckOptions,
): vscode.Disposable {
  const starter = new FileCheckStarter(account, targets, async () => {
    const { FileChecks } = await import("./fileChecks");
    return new FileChecks(targets.inventory, targets.serviceOf, services, clock, log);
  });
  commands.register(commandIds.checkBeforeDeploying, async () => {
    const document = vscode.window.activeTextEditor?.document;
    await starter.start();
    const checks = await starter.loaded;
    if (document === undefined || kindOf(document) === undefined || checks === undefined) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Sign in and open a Bicep, ARM, or Terraform file, then try again."),
      );
      return;
    }
    await checks.showNames(document.uri);
  });
  const start = (): void => {
    starter.start().catch((error: unknown) => {
      // For example an unusable cloud; the view reports it when opened.
      log.trace(String(error));
    });
  };
  const timer = setTimeout(start, startDelay);
  return vscode.Disposable.from(
    starter,
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (kindOf(document) !== undefined) {
        start();
      }
    }),
    account.onDidChange(start),
    onDidChangeSetting("checkFiles", () => {
      starter.stopIfOff();
      start();
    }),
    {
      dispose: () => {
        clearTimeout(timer);
      },
    },
  );
}

/** Loads the checks when a template is open and the person is signed in. */
class FileCheckStarter implements Disposable {
  #checks: Promise<FileChecks> | undefined;
  #isStarting = false;
  #isDisposed = false;

  constructor(
    private readonly account: Account,
    private readonly targets: Targets,
    private readonly load: () => Promise<FileChecks>,
  ) {}

  /** The checks, once they are needed and the person is signed in. */
  get loaded(): Promise<FileChecks> | undefined {
    return this.#checks;
  }

  async start(): Promise<void> {
    if (this.#isStarting || !this.#isNeeded()) {
      return;
    }
    this.#isStarting = true;
    try {
      if ((await this.account.signInState()).state === "signedIn" && this.#isNeeded()) {
        this.#checks = this.load();
        await this.#checks;
        await this.targets.ensureRead();
      }
    } finally {
      this.#isStarting = false;
    }
  }

  stopIfOff(): void {
    if (!settings.checkFiles()) {
      this.#stop();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stop();
  }

  #isNeeded(): boolean {
    return (
      !this.#isDisposed &&
      this.#checks === undefined &&
      settings.checkFiles() &&
      vscode.workspace.textDocuments.some((document) => kindOf(document) !== undefined)
    );
  }

  #stop(): void {
    const checks = this.#checks;
    this.#checks = undefined;
    void checks?.then((loaded) => {
      loaded.dispose();
    });
  }
}
